package io.github.pyb.build;

import io.github.pyb.problem.Problem;
import io.github.pyb.python.Interpreter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of the wheel for one of several interpreters.
 *
 * @param interpreter the interpreter
 * @param result what was built; empty if that failed
 * @param problem why it failed
 * @param servedBy the interpreter that has built the wheel, if that was another one
 */
record WheelPart(
        Interpreter interpreter,
        Optional<BuildResult> result,
        Optional<Problem> problem,
        Optional<Interpreter> servedBy) {

    /** The wheel that serves this interpreter. */
    Optional<Distribution.Wheel> wheel() {
        return result.flatMap(BuildResult::wheel);
    }

    /** The same wheel, for an interpreter that it serves as well. */
    WheelPart serving(Interpreter other) {
        return new WheelPart(other, result, problem, Optional.of(interpreter));
    }

    /** @param wheels the wheels in the output directory, by name */
    InterpreterBuild build(Map<String, Distribution.Wheel> wheels) {
        List<Distribution> own = wheel().map(wheel ->
                        List.<Distribution>of(wheels.getOrDefault(wheel.name().fileName(), wheel)))
                .orElse(List.of());
        if (servedBy.isPresent()) {
            return new InterpreterBuild(
                    interpreter, own, Map.of(), Optional.empty(), Optional.empty(), List.of(), Instant.MAX);
        }
        InterpreterBuild built = result.orElseThrow().builds().get(0);
        return new InterpreterBuild(
                interpreter, own, built.resolved(), built.compilerCache(), built.lock(), built.steps(), built.asOf());
    }
}
