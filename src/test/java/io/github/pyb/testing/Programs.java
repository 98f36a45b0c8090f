package io.github.pyb.testing;

import java.io.File;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine, for tests that need one. Where it is missing they say so and are skipped. */
public final class Programs {

    private Programs() {}

    /** Why tests that need a program cannot run; empty if they can. */
    public static String whyNot(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && new File(directory, name).canExecute()) {
                return "";
            }
        }
        return "there is no " + name + " on PATH";
    }

    /** Skips the test if the program is missing. */
    public static void require(String name) {
        String why = whyNot(name);
        if (!why.isEmpty()) {
            Assumptions.abort("SKIPPED: " + why);
        }
    }
}
