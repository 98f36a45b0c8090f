package io.github.pyb.parity;

import io.github.pyb.testing.MavenRun;
import io.github.pyb.testing.Pythons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This plugin, run by a real Maven in a directory without a POM. */
final class PybPlugin implements Frontend {

    private final String coordinates;
    private final Path maven;
    private final Path repository;
    private final Path store;

    /** The plugin that the build of this project has installed into the repository of its integration tests. */
    PybPlugin() {
        this.coordinates = System.getProperty("pyb.parity.plugin");
        this.maven = Path.of(System.getProperty("maven.home"), "bin", windows() ? "mvn.cmd" : "mvn");
        this.repository = MavenRun.targetDirectory().resolve("it-repo");
        this.store = MavenRun.targetDirectory().resolve("it-store");
    }

    @Override
    public Build fromSdist(Path sdist, Path place) throws IOException, InterruptedException {
        // Unpacked, the plugin builds from a synchronised copy, as it does with a checkout.
        Path source = Boolean.getBoolean("parity.unpacked") ? Archive.unpack(sdist, place.resolve("unpacked")) : sdist;
        return build(place, "-Dpyb.sourceDirectory=" + source);
    }

    @Override
    public Build inDirectory(Path source, Path environment, Path place) throws IOException, InterruptedException {
        return build(
                place, "-Dpyb.sourceDirectory=" + source, "-Dpyb.sourceMode=inplace", "-Dbuild.env.dir=" + environment);
    }

    private Build build(Path place, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                maven.toString(),
                "-B",
                "-Dmaven.repo.local=" + repository,
                "-Dpyb.store=" + store,
                coordinates + ":standalone",
                "-Dpyb.distributions=wheel",
                "-Dpyb.python=" + Pythons.any().executable(),
                "-Dpyb.outputDirectory=" + place.resolve("dist")));
        command.addAll(List.of(words));
        return Build.run(command, place);
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
