package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Settings for runs of Maven with a local repository of their own: as those of the integration tests, with more
 * repositories. One of these is always the local repository of the integration tests, because this plugin is only there.
 */
public final class SettingsFile {

    private final StringBuilder repositories = new StringBuilder();
    private final StringBuilder pluginRepositories = new StringBuilder();
    private final StringBuilder servers = new StringBuilder();

    public SettingsFile() {
        String plugin = repository(
                "it-repo", MavenRun.targetDirectory().resolve("it-repo").toUri().toString());
        pluginRepositories.append(plugin.replace("repository>", "pluginRepository>"));
    }

    /** Adds a repository for what projects depend on. */
    public SettingsFile with(String id, String url) {
        repositories.append(repository(id, url));
        return this;
    }

    /** The same, with the credentials that it asks for. */
    public SettingsFile with(String id, String url, String user, String password) {
        servers.append("<server><id>%s</id><username>%s</username><password>%s</password></server>\n"
                .formatted(id, user, password));
        return with(id, url);
    }

    public Path write(Path file) {
        try {
            String text = Files.readString(MavenRun.targetDirectory().resolve("it/interpolated-settings.xml"));
            // A plugin that somebody has installed there is not the one that is tested.
            String released = text.replaceAll("(<snapshots>\\s*<enabled>)true", "$1false");
            return Files.writeString(
                    file,
                    released.replace("<settings>", "<settings>\n<servers>\n" + servers + "</servers>")
                            .replace("</repositories>", repositories + "</repositories>")
                            .replace("</pluginRepositories>", pluginRepositories + "</pluginRepositories>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String repository(String id, String url) {
        return ("<repository><id>%s</id><url>%s</url><releases><enabled>true</enabled></releases>"
                        + "<snapshots><enabled>true</enabled><updatePolicy>always</updatePolicy></snapshots></repository>\n")
                .formatted(id, url);
    }
}
