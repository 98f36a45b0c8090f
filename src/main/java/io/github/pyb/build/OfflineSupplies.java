package io.github.pyb.build;

import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lays in what builds without network need: makes each environment that one of the goals would make, so that it is in the
 * store, and throws it away. Nothing is built in it.
 */
final class OfflineSupplies {

    private final BuildRequest request;
    private final Function<BuildRequest, Opening> openings;
    private final BuildLog log;

    /** @param openings begins what one interpreter has to do */
    OfflineSupplies(BuildRequest request, Function<BuildRequest, Opening> openings, BuildLog log) {
        this.request = request;
        this.openings = openings;
        this.log = log;
    }

    /** @throws UserProblem if something cannot be had, or cannot be kept */
    void layIn(Source source) throws Problem, InterruptedException {
        if (OfflineNeeds.apply(request)) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("pyb:" + request.goal() + " fetches what builds without network need, and Maven is"
                                    + " offline (-o)")
                            .attempt("leave out -o"));
        }
        if (!request.interpreters().areSeveral()) {
            layIn(source, request, find(source, request.interpreters().first()));
            return;
        }
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            work.prepare();
            for (String wanted : request.interpreters().pythons()) {
                Interpreter interpreter = find(source, wanted);
                layIn(
                        source,
                        request.forInterpreter(
                                interpreter.tag(), request.places().source(), 1),
                        interpreter);
            }
        }
    }

    private Interpreter find(Source source, String wanted) throws Problem, InterruptedException {
        return openings.apply(request).findInterpreter(source, wanted);
    }

    private void layIn(Source source, BuildRequest own, Interpreter interpreter) throws Problem, InterruptedException {
        Map<ProjectName, String> all =
                openings.apply(own).attempt(source, interpreter, attempt -> environments(attempt, interpreter));
        String words = all.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "));
        log.info("Ready for builds without network (mvn -o), with " + interpreter.describe());
        log.info("  required: " + (words.isEmpty() ? "nothing" : words));
    }

    /** Makes them one after the other, and tells everything that was installed in them. */
    private Map<ProjectName, String> environments(Attempt attempt, Interpreter interpreter)
            throws Problem, InterruptedException {
        Map<ProjectName, String> all = new TreeMap<>();
        PreparedSource source = attempt.source();
        for (DistributionKind kind : attempt.startsFromSdist()
                ? List.of(DistributionKind.WHEEL)
                : List.of(DistributionKind.SDIST, DistributionKind.WHEEL, DistributionKind.EDITABLE)) {
            Stage stage = attempt.stage(source, kind);
            if (kind == DistributionKind.EDITABLE && !stage.installNeededToRun()) {
                log.info("What the project needs to run, which pyb:editable installs, was not fetched: its backend does"
                        + " not say without a build what that is");
            }
            Optional<String> reason = stage.whyNotStored();
            if (reason.isPresent()) {
                throw notStored(kind, interpreter, reason.get());
            }
            all.putAll(attempt.environment().installed());
        }
        return all;
    }

    private UserProblem notStored(DistributionKind kind, Interpreter interpreter, String reason) {
        return new UserProblem(
                ProblemKind.ENVIRONMENT_FAILED,
                Explanation.of("the build environment cannot be kept for builds without network: " + reason)
                        .line("environment", kind.name().toLowerCase(Locale.ROOT) + ", " + interpreter.describe())
                        .line("store", request.environment().store().directory().toString())
                        .attempt("make the store larger: storeSize (-Dpyb.store.size=MEGABYTES)"));
    }
}
