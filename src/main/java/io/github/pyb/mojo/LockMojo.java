package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.LockResult;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Resolves what builds of the project require, and writes that into a lock file ({@code lockFile}) in the format of PEP 751,
 * with hashes: the requirements in {@code [build-system]}, those that the backend reports for wheels, source distributions
 * and editable installations, and all that these require in turn. With {@code pythons}, for each of these interpreters. Run
 * again, it resolves anew and prints what has changed. Commit the file: builds use it as soon as it is there ({@code lock}).
 *
 * <p>Only wheels are locked, not source distributions. What a backend reports may depend on the machine, so a run locks for
 * the platform that it runs on; what the file has for others stays as it is.
 *
 * @since 0.1.0
 */
@Mojo(name = "lock", threadSafe = true)
public final class LockMojo extends AbstractBuildMojo {

    private final BuildService service;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.lock.skip", defaultValue = "false")
    boolean skipLock;

    @Inject
    public LockMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem);
        this.service = service;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        BuildRequest request = request();
        if (!request.environment().isolated()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("pyb:lock resolves what is to be installed, and isolation (-Dpyb.isolation=false)"
                                    + " installs nothing")
                            .attempt("leave out isolation"));
        }
        LockResult result = service.lock(request, log);
        result.changes().forEach(log::info);
        log.info(result.written() ? "Written: " + result.file() : result.file() + " is up to date");
    }

    @Override
    Optional<String> skippedBy() {
        return skipLock ? Optional.of("pyb.lock.skip") : Optional.empty();
    }
}
