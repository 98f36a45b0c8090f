package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildResult;
import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Builds a Python project in a directory that has no {@code pom.xml}: a source distribution, and a wheel from that.
 *
 * @since 0.1.0
 */
@Mojo(name = "standalone", requiresProject = false, threadSafe = true)
public final class StandaloneMojo extends AbstractDistributionMojo {

    /**
     * What is built: {@code sdist,wheel} (as {@code pyb:build} does: the wheel from the source distribution),
     * {@code wheel} (straight from the source tree), or {@code sdist}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.distributions", defaultValue = "sdist,wheel")
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
    String variant() {
        return wanted().toString();
    }

    private Set<String> wanted() {
        Set<String> wanted = new TreeSet<>(distributions == null ? List.of() : distributions);
        wanted.removeIf(String::isBlank);
        return wanted;
    }

    @Override
    BuildResult build(BuildService builder, BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        Set<String> wanted = wanted();
        if (wanted.isEmpty() || wanted.equals(Set.of("sdist", "wheel"))) {
            return builder.sdistThenWheel(request, log);
        }
        if (wanted.equals(Set.of("wheel"))) {
            return builder.wheel(request, log);
        }
        if (wanted.equals(Set.of("sdist"))) {
            return builder.sdist(request, log);
        }
        throw new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("the parameter distributions (-Dpyb.distributions) has an unknown value")
                        .line("value", String.join(",", wanted))
                        .attempt("sdist,wheel or one of the two"));
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
