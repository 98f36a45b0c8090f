package io.github.pyb.build;

import io.github.pyb.dist.WheelArchive;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One build with several interpreters: a source distribution, if one is wanted, made with the first of them, and of that, or
 * of the source tree, a wheel with each. Each has an environment, a copy of the sources, a directory for intermediate files
 * and a log of its own.
 */
final class SeveralInterpreters {

    private final Host host;
    private final SourceTreeReader sources;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final Recipe recipe;
    private final OfflineNeeds needs;
    private final BuildLog log;

    SeveralInterpreters(
            Host host,
            SourceTreeReader sources,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            Recipe recipe,
            BuildLog log) {
        this.host = host;
        this.sources = sources;
        this.environments = environments;
        this.request = request;
        this.recipe = recipe;
        this.needs = new OfflineNeeds(request);
        this.log = log;
    }

    /** @throws Problem if one of them fails; the others are built to their end all the same */
    BuildResult build() throws Problem, InterruptedException {
        long start = System.nanoTime();
        Source source = Source.open(request.places().source(), sources);
        new RequestRules(host, request, recipe, log).check(source);
        List<Interpreter> interpreters = found(source);
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            refuseIfLacking(source, interpreters);
            work.prepare();
            JsonFile.remove(request.places().report());
            Optional<BuildResult> sdist = recipe.makesSdist() && source instanceof Source.Tree
                    ? Optional.of(sdist(source, interpreters.get(0)))
                    : Optional.empty();
            Path from = sdist.flatMap(BuildResult::sdist)
                    .map(Distribution::file)
                    .orElse(request.places().source());
            List<WheelPart> parts = new WheelParts(
                            interpreters, request.interpreters().reuseWheels(), atOnce(source, from), log)
                    .build((interpreter, atOnce, ownLog) ->
                            wheel(from, own(interpreter, from, atOnce), interpreter, ownLog));
            Map<String, Distribution.Wheel> wheels = publish(parts);
            failIfOneFailed(parts);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            BuildResult result = new BuildReport(request, result(sdist, parts, wheels), elapsed).write();
            result.files().forEach(file -> log.info("Built " + file));
            log.info("Built for " + interpreters.size() + " interpreters in " + Durations.words(elapsed));
            new VersionRule(request).warn(result.distributions(), log);
            return result;
        }
    }

    /** All interpreters, before anything is done with the first of them. */
    List<Interpreter> interpreters(Source source) throws Problem, InterruptedException {
        List<Interpreter> all = found(source);
        needs.check();
        return all;
    }

    /** Those of them that were found; what others lack is on the list. */
    private List<Interpreter> found(Source source) throws Problem, InterruptedException {
        Map<String, String> wishes = new LinkedHashMap<>();
        List<Interpreter> found = new ArrayList<>();
        for (String wanted : request.interpreters().pythons()) {
            Optional<Interpreter> one = find(source, wanted);
            if (one.isEmpty()) {
                continue;
            }
            Interpreter interpreter = one.get();
            String earlier = wishes.putIfAbsent(interpreter.tag(), wanted);
            if (earlier != null) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of("two of pythons (-Dpyb.pythons) come out as the same, " + interpreter.tag()
                                        + ", and would build the same wheel: " + earlier + " and " + wanted)
                                .line("interpreter", interpreter.describe())
                                .attempt("leave out one of the two"));
            }
            found.add(interpreter);
        }
        for (Interpreter interpreter : found) {
            opening(own(interpreter, request.places().source(), 1), log).checkPlace(interpreter);
        }
        return found;
    }

    /** Offline, one that is not found goes on the list. */
    private Optional<Interpreter> find(Source source, String wanted) throws Problem, InterruptedException {
        try {
            return Optional.of(opening(request, log).findInterpreter(source, wanted));
        } catch (UserProblem e) {
            needs.addInterpreter(wanted, e);
            return Optional.empty();
        }
    }

    /** What is missing offline for any of them, before anything is made for one of them. */
    private void refuseIfLacking(Source source, List<Interpreter> interpreters) throws Problem, InterruptedException {
        if (OfflineNeeds.apply(request)) {
            for (Interpreter interpreter : interpreters) {
                opening(own(interpreter, request.places().source(), 1), log).lookFor(needs, source, interpreter);
            }
            needs.check();
        }
    }

    /** Backends that see the same directory would get into each other's way. */
    private int atOnce(Source source, Path from) {
        boolean shared = source instanceof Source.Tree tree
                && from.equals(request.places().source())
                && SourcePreparation.isInPlace(request, tree.tree());
        return shared ? 1 : request.backend().jobs();
    }

    private BuildResult sdist(Source source, Interpreter interpreter) throws Problem, InterruptedException {
        BuildRequest own = own(interpreter, request.places().source(), 1);
        BuildRequest published = own.at(own.places().withOutput(request.places().output()));
        return new Opening(host, sources, environments, published, Recipe.SDIST, log)
                .attempt(
                        source,
                        interpreter,
                        attempt -> attempt.result(new BuildSteps(sources, log).sdistIfSupported(attempt)));
    }

    private BuildResult wheel(Path from, BuildRequest own, Interpreter interpreter, BuildLog ownLog)
            throws Problem, InterruptedException {
        return opening(own, ownLog)
                .attempt(
                        Source.open(from, sources),
                        interpreter,
                        attempt -> attempt.result(new BuildSteps(sources, ownLog).wheel(attempt)));
    }

    private BuildRequest own(Interpreter interpreter, Path from, int atOnce) {
        return request.forInterpreter(interpreter.tag(), from, atOnce);
    }

    private Opening opening(BuildRequest own, BuildLog ownLog) {
        return new Opening(host, sources, environments, own, Recipe.WHEEL, ownLog);
    }

    /**
     * Puts all wheels into the output directory. Two interpreters may have built a wheel of the same name, which then serves
     * both: if the two are not the same, the users of one of them will get what was made for the other.
     */
    private Map<String, Distribution.Wheel> publish(List<WheelPart> parts) throws UserProblem, MachineProblem {
        Map<String, WheelPart> builders = new LinkedHashMap<>();
        Map<String, Distribution.Wheel> published = new LinkedHashMap<>();
        for (WheelPart part : parts) {
            if (part.wheel().isEmpty() || part.servedBy().isPresent()) {
                continue;
            }
            Distribution.Wheel wheel = part.wheel().get();
            String name = wheel.name().fileName();
            WheelPart earlier = builders.putIfAbsent(name, part);
            if (earlier == null) {
                Path place = Attempt.publish(wheel, request.places().output());
                published.put(name, wheel.at(place));
            } else {
                Optional<String> difference =
                        WheelArchive.difference(request.places().output().resolve(name), wheel.file());
                difference.ifPresent(what ->
                        log.warn("The wheels that " + earlier.interpreter().describe() + " and "
                                + part.interpreter().describe() + " have built are both called " + name
                                + ", but are not the same: " + what + ". The first one is taken"));
            }
        }
        return published;
    }

    private void failIfOneFailed(List<WheelPart> parts) throws Problem {
        List<WheelPart> failed =
                parts.stream().filter(part -> part.problem().isPresent()).toList();
        if (failed.isEmpty()) {
            return;
        }
        for (WheelPart other : failed.subList(1, failed.size())) {
            log.error("[" + other.interpreter().tag() + "] "
                    + other.problem().orElseThrow().explanation().text());
        }
        String tags = failed.stream().map(part -> part.interpreter().tag()).collect(Collectors.joining(", "));
        WheelPart first = failed.get(0);
        throw first.problem()
                .orElseThrow()
                .explainedBy(Explanation.of("")
                        .line("interpreter", first.interpreter().describe())
                        .line("failed", failed.size() + " of " + parts.size() + " interpreters: " + tags));
    }

    private static BuildResult result(
            Optional<BuildResult> sdist, List<WheelPart> parts, Map<String, Distribution.Wheel> wheels) {
        List<Distribution> distributions = new ArrayList<>();
        sdist.ifPresent(result -> distributions.addAll(result.distributions()));
        distributions.addAll(wheels.values());
        List<InterpreterBuild> builds = new ArrayList<>();
        for (WheelPart part : parts) {
            builds.add(part.build(wheels));
        }
        sdist.ifPresent(result -> builds.set(0, result.builds().get(0).and(builds.get(0))));
        return new BuildResult(
                distributions, parts.get(0).result().orElseThrow().backend(), builds);
    }
}
