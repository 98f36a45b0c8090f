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
 * Builds a source distribution, and then a wheel from the unpacked source distribution. So it is proven that the source
 * distribution holds everything that is needed to build the project. If the wheel fails, the source distribution stays. If
 * the backend does not support source distributions here, the wheel is built from the source tree, with a warning. If
 * {@code sourceDirectory} is a source distribution already, only the wheel is built.
 *
 * @since 0.1.0
 */
@Mojo(name = "build", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class BuildMojo extends AbstractDistributionMojo {

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.build.skip", defaultValue = "false")
    boolean skipBuild;

    @Inject
    public BuildMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem, service, projectHelper);
    }

    @Override
    BuildResult build(BuildService builder, BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return builder.sdistThenWheel(request, log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipBuild ? Optional.of("pyb.build.skip") : Optional.empty();
    }
}
