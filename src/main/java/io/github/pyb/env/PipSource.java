package io.github.pyb.env;

import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the pip comes from that installs into an environment without one of its own.
 *
 * @param words what it is, for the log
 * @param command the beginning of a command line; {@code install} and its arguments follow
 * @param code the directory of its package, or a wheel
 * @param version which release it is
 */
record PipSource(String words, List<String> command, Path code, Version version) {

    /** The first pip that can install into another environment ({@code --python}). */
    private static final Version OLDEST = Version.of(22, 3);

    /**
     * The interpreter's own pip if it can serve another environment, else the wheel that {@code ensurepip} would install.
     *
     * @param python the interpreter of the environment that is installed into
     * @throws UserProblem if there is neither; it says what to install
     */
    static PipSource choose(Interpreter interpreter, Path python) throws UserProblem {
        Optional<Interpreter.Pip> own = interpreter.pip();
        if (own.isPresent() && whyNot(own.get()).isEmpty()) {
            return new PipSource(
                    "pip " + own.get().version().map(Version::toString).orElse("") + " of the interpreter",
                    serving(own.get(), interpreter, python),
                    own.get().directory(),
                    own.get().version().orElse(OLDEST));
        }
        Optional<Path> wheel = interpreter.pipWheels().stream().max(Comparator.comparing(PipSource::wheelVersion));
        if (wheel.isPresent()) {
            // Run by the environment's own interpreter, a pip of any age installs there.
            return new PipSource(
                    "the pip that ensurepip has (" + wheel.get().getFileName() + ")",
                    List.of(python.toString(), "-I", wheel.get().resolve("pip").toString()),
                    wheel.get(),
                    wheelVersion(wheel.get()));
        }
        throw new UserProblem(
                ProblemKind.INSTALL_FAILED,
                Explanation.of("there is no pip that could install the build requirements: the interpreter "
                                + own.flatMap(PipSource::whyNot)
                                        .map(why -> "has one that " + why)
                                        .orElse("has none")
                                + ", and ensurepip has no wheel of it")
                        .where(interpreter.executable())
                        .attempt("install pip for this interpreter (Debian and Ubuntu: apt install python3-venv;"
                                + " Fedora: dnf install python3-pip; elsewhere: python3 -m ensurepip)")
                        .attempt("or name another interpreter with -Dpyb.python"));
    }

    /**
     * With {@code --python} pip starts itself once more, with a script that it has for that, and that with the other
     * interpreter. To start that script at once spares a third of the time.
     */
    private static List<String> serving(Interpreter.Pip pip, Interpreter interpreter, Path python) {
        Path runner = pip.directory().resolve("__pip-runner__.py");
        return Files.isRegularFile(runner)
                ? List.of(python.toString(), "-I", runner.toString())
                : List.of(interpreter.executable().toString(), "-I", "-m", "pip", "--python", python.toString());
    }

    private static Optional<String> whyNot(Interpreter.Pip pip) {
        if (pip.version().isEmpty()) {
            return Optional.of("does not say its version");
        }
        if (pip.version().get().compareTo(OLDEST) < 0) {
            return Optional.of("is version " + pip.version().get() + ", older than " + OLDEST);
        }
        return pip.bundled()
                ? Optional.empty()
                : Optional.of("was taken apart by the distributor, so that it works for no other environment");
    }

    /** {@code pip-23.2.1-py3-none-any.whl} is of version 23.2.1. */
    private static Version wheelVersion(Path wheel) {
        String[] parts = wheel.getFileName().toString().split("-", 3);
        return Optional.of(parts)
                .filter(p -> p.length > 1)
                .flatMap(p -> Version.parse(p[1]))
                .orElse(Version.of(0));
    }
}
