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
 * Builds a source distribution, and checks it: its name, its metadata, and that it can be unpacked safely everywhere.
 * Otherwise as {@code pyb:wheel}.
 *
 * @since 0.1.0
 */
@Mojo(name = "sdist", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class SdistMojo extends AbstractDistributionMojo {

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.sdist.skip", defaultValue = "false")
    boolean skipSdist;

    @Inject
    public SdistMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem, service, projectHelper);
    }

    @Override
    BuildResult build(BuildService builder, BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return builder.sdist(request, log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipSdist ? Optional.of("pyb.sdist.skip") : Optional.empty();
    }
}
