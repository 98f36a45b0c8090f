package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildResult;
import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;

/**
 * Builds a wheel straight from the source tree, or from a source distribution: creates an isolated environment, installs
 * the build requirements of {@code pyproject.toml} into it, and lets the project's own PEP 517 backend build. If that
 * succeeds, the environment is removed; if it fails, it is kept, and the message says where it is, how to enter it, and how
 * to repeat what failed.
 *
 * @since 0.1.0
 */
@Mojo(name = "wheel", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class WheelMojo extends AbstractDistributionMojo {

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.wheel.skip", defaultValue = "false")
    boolean skipWheel;

    @Inject
    public WheelMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem, service, projectHelper);
    }

    @Override
    BuildResult build(BuildService builder, BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return builder.wheel(request, log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipWheel ? Optional.of("pyb.wheel.skip") : Optional.empty();
    }
}
