package io.github.pyb.build;

import io.github.pyb.python.Provisioning;
import java.nio.file.Path;
import java.util.List;

/**
 * Which interpreters the user wants to build with.
 *
 * @param pythons what was asked for, each a path, a command, a version or a range; none for any interpreter
 * @param reuseWheels whether a wheel that serves several of them is built once
 * @param toolchains interpreters that the user has told Maven of
 * @param provisioning how an interpreter is had that the machine does not have
 */
public record InterpreterWishes(
        List<String> pythons, boolean reuseWheels, List<Path> toolchains, Provisioning provisioning) {

    public InterpreterWishes {
        pythons = List.copyOf(pythons);
        toolchains = List.copyOf(toolchains);
    }

    /** What goals go by that build with one interpreter. */
    String first() {
        return pythons.isEmpty() ? "" : pythons.get(0);
    }

    boolean areSeveral() {
        return pythons.size() > 1;
    }
}
