package io.github.pyb.mojo;

import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Builds a Python project in a directory that has no {@code pom.xml}. Otherwise as {@code pyb:wheel}.
 *
 * @since 0.1.0
 */
@Mojo(name = "standalone", requiresProject = false, threadSafe = true)
public final class StandaloneMojo extends AbstractWheelMojo {

    /**
     * What is built. This version can build {@code wheel} here.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.distributions", defaultValue = "wheel")
    @Nullable
    List<String> distributions;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.standalone.skip", defaultValue = "false")
    boolean skipStandalone;

    @Inject
    public StandaloneMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem, service, projectHelper);
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        if (distributions != null && !distributions.isEmpty() && !distributions.equals(List.of("wheel"))) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("the parameter distributions (-Dpyb.distributions) has a value that this version"
                                    + " cannot build")
                            .line("value", String.join(",", distributions))
                            .attempt("wheel"));
        }
        super.run(log);
    }

    @Override
    boolean isBystander() {
        // Called for one directory: that there is nothing to build in it is an error.
        return false;
    }

    @Override
    Optional<String> skippedBy() {
        return skipStandalone ? Optional.of("pyb.standalone.skip") : Optional.empty();
    }
}
