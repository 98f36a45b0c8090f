package io.github.pyb.mojo;

import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.problem.UserProblem;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/** What all goals share that install packages: where these come from. */
abstract class AbstractIndexMojo extends AbstractPybMojo {

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    RepositorySystemSession repositorySession;

    @Parameter(defaultValue = "${settings}", readonly = true, required = true)
    Settings settings;

    /** A service, but not one that every goal should have to pass on to its parents. */
    @Inject
    SettingsDecrypter decrypter;

    /**
     * The one package index that everything is installed from: the address of its simple API. If neither this nor
     * {@code indexes} is given, nor a {@code <mirror>} of {@code pypi} in settings.xml, the configuration of the installer
     * itself decides. User name and password come from the {@code <server>} in settings.xml with the id {@code indexId}.
     *
     * <pre>mvn pyb:wheel -Dpyb.index=https://repository.example/pypi/simple/ -Dpyb.indexId=corp</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.index")
    @Nullable
    String index;

    /**
     * The id of {@code index}, which names its {@code <server>} and its {@code <mirror>} in settings.xml.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.indexId", defaultValue = "pypi")
    @Nullable
    String indexId;

    /**
     * Several package indexes. Each name comes from one of them: the first one with a pattern that fits, or the one without
     * patterns. So nobody can slip in a package by publishing one with the same name elsewhere. Credentials come from the
     * {@code <server>} in settings.xml with the same id; a {@code <mirror>} of that id replaces the address.
     *
     * <pre>{@code
     * <indexes>
     *   <index>
     *     <id>corp</id>
     *     <url>https://repository.example/pypi/simple/</url>
     *     <patterns>
     *       <pattern>corp-*</pattern>
     *     </patterns>
     *   </index>
     *   <index>
     *     <id>pypi</id>
     *     <url>https://repository.example/public/simple/</url>
     *   </index>
     * </indexes>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter
    @Nullable
    List<PackageIndex> indexes;

    AbstractIndexMojo(Host host) {
        super(host);
    }

    /** Where packages come from, as far as Maven says so. */
    final Indexes indexes() throws UserProblem {
        return new SettingsIndexes(settings, decrypter, repositorySession)
                .read(
                        indexes == null ? List.of() : indexes,
                        ParameterValues.given(index),
                        ParameterValues.given(indexId).orElse(SettingsIndexes.STANDARD));
    }
}
