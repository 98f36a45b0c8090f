package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.EnvironmentResult;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import org.eclipse.aether.RepositorySystem;

/** Makes an environment that stays. */
abstract class AbstractKeptEnvironmentMojo extends AbstractBuildMojo {

    private final BuildService service;

    AbstractKeptEnvironmentMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem);
        this.service = service;
    }

    /** Makes the environment that the goal is for. */
    abstract EnvironmentResult make(BuildService builder, BuildRequest request, BuildLog log)
            throws Problem, InterruptedException;

    @Override
    final void run(BuildLog log) throws Problem, InterruptedException {
        BuildRequest request = request();
        if (!request.environment().isolated()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("pyb:" + execution.getGoal() + " makes an environment, which isolation"
                                    + " (-Dpyb.isolation=false) forbids")
                            .attempt("leave out isolation"));
        }
        EnvironmentResult environment = make(service, request, log);
        project.getProperties()
                .setProperty("pyb.env.python", environment.python().toString());
        log.info("The environment is ready");
        log.info("  where:    " + environment.path());
        log.info("  python:   " + environment.python());
        log.info("  enter it: " + environment.activation());
    }
}
