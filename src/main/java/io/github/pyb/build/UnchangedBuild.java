package io.github.pyb.build;

import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.log.SilentLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Leaves a build out if nothing has changed since the last one, and its results are still there. Safe rather than clever:
 * whatever cannot be known is a reason to build.
 */
final class UnchangedBuild {

    private static final String PARAMETER = "pyb.skipIfUnchanged";

    private final Host host;
    private final SourceTreeReader sources;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final String variant;
    private final BuildLog log;

    /** @param variant what is built */
    UnchangedBuild(
            Host host,
            SourceTreeReader sources,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            String variant,
            BuildLog log) {
        this.host = host;
        this.sources = sources;
        this.environments = environments;
        this.request = request;
        this.variant = variant;
        this.log = log;
    }

    /** What the last build has made, or what this one makes now. */
    BuildResult orElse(BuildService.Work building) throws Problem, InterruptedException {
        Path file = WorkDirectory.record(request.places().work()).resolve("built-" + request.goal() + ".json");
        Optional<RememberedBuild> before = RememberedBuild.read(file);
        Instant now = Instant.now();
        Optional<Inputs> inputs = inputs(before, now);
        if (inputs.isEmpty()) {
            return building.run();
        }
        Optional<BuildResult> unchanged = unchanged(before, inputs.get(), now);
        if (unchanged.isPresent()) {
            return unchanged.get();
        }
        BuildResult result = building.run();
        // Not what stands in the report now: another build may have replaced that, and the results, in the meantime.
        RememberedBuild built =
                new RememberedBuild(inputs.get(), now, asOf(result, now), Instant.now(), result.report());
        if (inputs(Optional.of(built), Instant.now()).equals(inputs)) {
            built.write(file);
        } else {
            // Even if it was changed for a moment only: nobody knows what of that is in the results.
            log.debug("the next build will not be left out, because something has changed during this one");
        }
        return result;
    }

    /** Nothing if it cannot be known whether they are the same as before; the build is going to say what is wrong. */
    private Optional<Inputs> inputs(Optional<RememberedBuild> before, Instant now) throws InterruptedException {
        try {
            Source source = Source.open(request.places().source(), sources);
            Optional<String> why = whyNever(source);
            if (why.isPresent()) {
                log.info(PARAMETER + " has no effect: " + why.get());
                return Optional.empty();
            }
            BuildLog silent = new SilentLog();
            Recipe recipe = request.goal().equals("wheel") ? Recipe.WHEEL : Recipe.SDIST_THEN_WHEEL;
            new RequestRules(host, request, recipe, silent).check(source);
            Opening opening = new Opening(host, sources, environments, request, recipe, silent);
            List<Interpreter> interpreters = new ArrayList<>();
            for (String wanted : wanted()) {
                interpreters.add(opening.findInterpreter(source, wanted));
            }
            Inputs.Known known = before.map(
                            build -> new Inputs.Known(build.inputs().files(), build.looked()))
                    .orElse(new Inputs.Known(Map.of(), now));
            return Optional.of(Inputs.of(host, request, variant, source, interpreters, known));
        } catch (Problem e) {
            cannotBeKnown(e.explanation().what());
        } catch (IOException e) {
            cannotBeKnown(MachineProblem.reason(e));
        }
        return Optional.empty();
    }

    private void cannotBeKnown(String reason) {
        log.debug("built, because it cannot be known whether something has changed: " + reason);
    }

    private List<String> wanted() {
        return request.interpreters().areSeveral()
                ? request.interpreters().pythons()
                : List.of(request.interpreters().first());
    }

    /** What is never known here. */
    private Optional<String> whyNever(Source source) {
        if (!request.environment().isolated()) {
            return Optional.of("without isolation nobody knows what has changed in the interpreter's environment");
        }
        if (request.environment().keep() == KeepPolicy.ALWAYS) {
            return Optional.of("keepEnv wants an environment to be there");
        }
        if (request.sourceMode() == SourceMode.INPLACE) {
            return Optional.of("what is built in place may depend on more than its files");
        }
        if (source instanceof Source.Tree tree && request.sourceMode() == SourceMode.AUTO) {
            SourceTree project = tree.tree();
            return request.goal().equals("wheel") ? project.checkoutReason() : project.sdistCheckoutReason();
        }
        return Optional.empty();
    }

    private Optional<BuildResult> unchanged(Optional<RememberedBuild> before, Inputs inputs, Instant now)
            throws Problem, InterruptedException {
        if (before.isEmpty()) {
            log.debug("built, because nothing is known of a build before");
            return Optional.empty();
        }
        Optional<String> change = before.get().inputs().firstChange(inputs).or(() -> stale(before.get()));
        if (change.isPresent()) {
            log.debug("built, because " + change.get());
            return Optional.empty();
        }
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            Optional<BuildResult> result = before.get().result();
            if (result.isEmpty()) {
                log.debug("built, because the results in " + request.places().output() + " are not those that "
                        + work.path() + " knows of");
                return Optional.empty();
            }
            restoreReport(before.get());
            tell(result.get(), before.get(), now);
            return result;
        } catch (IOException e) {
            cannotBeKnown(MachineProblem.reason(e));
            return Optional.empty();
        }
    }

    /** With {@code -U}, or once the update policy says so, build requirements may be others. */
    private Optional<String> stale(RememberedBuild before) {
        return before.asOf().isBefore(request.environment().store().staleBefore())
                ? Optional.of("its build requirements are to be resolved anew")
                : Optional.empty();
    }

    /** Another goal may have written one in the meantime. */
    private void restoreReport(RememberedBuild before) throws IOException, MachineProblem {
        Path file = request.places().report();
        String text = Json.write(before.report()) + "\n";
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(text)) {
            Map<String, Object> content = new LinkedHashMap<>();
            before.report().forEach((name, value) -> content.put(String.valueOf(name), value));
            JsonFile.write(file, content);
        }
    }

    private void tell(BuildResult result, RememberedBuild before, Instant now) {
        String files = result.files().stream().map(Path::toString).collect(Collectors.joining(" and "));
        log.info("Nothing has changed since " + files + (result.files().size() > 1 ? " were" : " was") + " built "
                + Durations.ago(Duration.between(before.built(), now)) + ": not built again (" + PARAMETER + ")");
        new VersionRule(request).warn(result.distributions(), log);
    }

    /** Not later than the build itself, so that {@code -U} builds also where there is nothing to resolve. */
    private static Instant asOf(BuildResult result, Instant begin) {
        return result.builds().stream()
                .map(InterpreterBuild::asOf)
                .filter(time -> time.isBefore(begin))
                .min(Instant::compareTo)
                .orElse(begin);
    }
}
