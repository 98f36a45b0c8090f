package io.github.pyb.mojo;

import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/**
 * Puts the wheels that the module depends on (dependencies of the type {@code whl}, and what these depend on in their POMs)
 * into a directory, each under the file name that it was built with. Maven repositories store files under names of their
 * own, which Python installers do not accept; a wheel knows what it is called. For container images, offline installations,
 * and tests: {@code pip install --no-index --find-links target/wheels my-lib}.
 *
 * @since 0.1.0
 */
@Mojo(name = "copy-wheels", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public final class CopyWheelsMojo extends AbstractPybMojo {

    private final RepositorySystem repositorySystem;

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    RepositorySystemSession repositorySession;

    /**
     * Where the wheels land. Files that are there already and have not changed keep their time stamps; what else is there
     * stays.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.wheelsDirectory", defaultValue = "${project.build.directory}/wheels")
    @Nullable
    String wheelsDirectory;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.copyWheels.skip", defaultValue = "false")
    boolean skipCopyWheels;

    @Inject
    public CopyWheelsMojo(Host host, RepositorySystem repositorySystem) {
        super(host);
        this.repositorySystem = repositorySystem;
    }

    @Override
    void run(BuildLog log) throws Problem {
        Path directory = values().path("wheelsDirectory", wheelsDirectory).orElse(target().resolve("wheels"));
        List<Path> wheels = new MavenWheels(repositorySystem, repositorySession, session, project).resolve();
        if (wheels.isEmpty()) {
            log.info("The module depends on no wheels");
            return;
        }
        BuildService.copyWheels(wheels, directory).forEach(wheel -> log.info("Copied " + wheel));
    }

    @Override
    Optional<String> skippedBy() {
        return skipCopyWheels ? Optional.of("pyb.copyWheels.skip") : Optional.empty();
    }
}
