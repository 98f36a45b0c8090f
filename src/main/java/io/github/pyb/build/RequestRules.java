package io.github.pyb.build;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.tuning.CompilerCaches;
import io.github.pyb.tuning.Tuning;
import java.nio.file.Files;
import java.nio.file.Path;

/** What cannot be asked for together, or not of this source. Looks, and touches nothing. */
final class RequestRules {

    private final Host host;
    private final BuildRequest request;
    private final Recipe recipe;
    private final BuildLog log;

    RequestRules(Host host, BuildRequest request, Recipe recipe, BuildLog log) {
        this.host = host;
        this.request = request;
        this.recipe = recipe;
        this.log = log;
    }

    /** @throws UserProblem if it cannot be done */
    void check(Source source) throws UserProblem {
        if (source instanceof Source.Tree tree) {
            tree.tree().warnings().forEach(log::warn);
        } else if (recipe.needsTree()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("pyb:" + request.goal() + " needs a source tree, and this is a source distribution"
                                    + " already")
                            .where(request.places().source())
                            .attempt(
                                    "unpack it, and set sourceDirectory (-Dpyb.sourceDirectory) to the directory; a wheel"
                                            + " can be built of it as it is"));
        }
        if (recipe == Recipe.EDITABLE && request.sourceMode() == SourceMode.COPY) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("an editable installation refers to the source tree itself, which sourceMode"
                                    + " (-Dpyb.sourceMode=copy) forbids")
                            .attempt("leave out sourceMode"));
        }
        if (recipe.makesDistributions()) {
            new VersionRule(request).refuse(source);
        }
        new PlaceRules(request).check();
        CompilerCaches.check(host, request.backend().compilerCache());
        new Tuning(host, log).check(request.environment().variables());
        for (Path constraints : request.environment().constraints()) {
            if (!Files.isRegularFile(constraints) || !Files.isReadable(constraints)) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of("the constraints file does not exist or cannot be read")
                                .where(constraints)
                                .attempt("correct the parameter constraints (-Dpyb.constraints)"));
            }
        }
    }
}
