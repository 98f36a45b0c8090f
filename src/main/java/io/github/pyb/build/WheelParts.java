package io.github.pyb.build;

import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import io.github.pyb.python.Interpreter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sees to it that each of several interpreters has a wheel, and that no more is built for that than has to be: what the
 * first interpreter of a kind builds may serve others. The rest is built side by side.
 */
final class WheelParts {

    private final List<Interpreter> interpreters;
    private final boolean reuse;
    private final int atOnce;
    private final BuildLog log;
    private final Map<Interpreter, WheelPart> parts = new LinkedHashMap<>();

    /** @param reuse whether a wheel that serves several interpreters is built once */
    WheelParts(List<Interpreter> interpreters, boolean reuse, int atOnce, BuildLog log) {
        this.interpreters = interpreters;
        this.reuse = reuse;
        this.atOnce = atOnce;
        this.log = log;
    }

    /** Builds a wheel with one interpreter, while others may do the same. */
    @FunctionalInterface
    interface Work {
        BuildResult build(Interpreter interpreter, int atOnce, BuildLog log) throws Problem, InterruptedException;
    }

    /** All parts, in the order of the interpreters. */
    List<WheelPart> build(Work work) throws InterruptedException {
        if (reuse) {
            for (Interpreter interpreter : interpreters) {
                if (!parts.containsKey(interpreter) && mayServeOthers(interpreter)) {
                    build(List.of(interpreter), work).forEach(this::serveOthers);
                }
            }
        }
        build(waiting(), work);
        return interpreters.stream().map(parts::get).toList();
    }

    private List<Interpreter> waiting() {
        return interpreters.stream().filter(other -> !parts.containsKey(other)).toList();
    }

    /**
     * A wheel of the very first may turn out to serve all. After that one it is worth waiting only for the first of a kind,
     * whose wheel may be made for the stable ABI, and only if there are others of that kind.
     */
    private boolean mayServeOthers(Interpreter interpreter) {
        List<Interpreter> others =
                waiting().stream().filter(other -> !other.equals(interpreter)).toList();
        if (parts.isEmpty()) {
            return !others.isEmpty();
        }
        return others.stream().anyMatch(other -> kind(other).equals(kind(interpreter)))
                && parts.keySet().stream().noneMatch(other -> kind(other).equals(kind(interpreter)));
    }

    private static String kind(Interpreter interpreter) {
        return interpreter.implementation() + (interpreter.freeThreaded() ? "t" : "");
    }

    private List<WheelPart> build(List<Interpreter> some, Work work) throws InterruptedException {
        if (some.isEmpty()) {
            return List.of();
        }
        int running = Math.min(atOnce, some.size());
        List<SideBySide.Task<BuildResult>> tasks = some.stream()
                .map(interpreter -> new SideBySide.Task<BuildResult>(
                        interpreter.tag(), ownLog -> work.build(interpreter, running, ownLog)))
                .toList();
        List<SideBySide.Outcome<BuildResult>> outcomes = new SideBySide(log).run(tasks, running);
        List<WheelPart> built = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            SideBySide.Outcome<BuildResult> outcome = outcomes.get(i);
            built.add(new WheelPart(some.get(i), outcome.result(), outcome.problem(), Optional.empty()));
        }
        built.forEach(part -> parts.put(part.interpreter(), part));
        return built;
    }

    private void serveOthers(WheelPart part) {
        if (part.wheel().isEmpty()) {
            return;
        }
        Distribution.Wheel wheel = part.wheel().get();
        ServedInterpreters served = new ServedInterpreters(wheel.name(), part.interpreter());
        List<Interpreter> others = waiting().stream().filter(served::include).toList();
        if (others.isEmpty()) {
            return;
        }
        others.forEach(other -> parts.put(other, part.serving(other)));
        log.info("A wheel with the tags " + wheel.name().tags() + " serves "
                + others.stream().map(Interpreter::tag).collect(Collectors.joining(", "))
                + ", too, and is not built again (pyb.reuseWheels)");
    }
}
