package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the {@code python} parameter asks for. */
sealed interface PythonRequest {

    /** What is the matter if nothing meets the request. */
    String notFound();

    /** Nothing was said: whatever Python the user works with. */
    record Any() implements PythonRequest {
        @Override
        public String notFound() {
            return "no Python interpreter was found";
        }
    }

    /** This executable and no other. */
    record Executable(Path path) implements PythonRequest {
        @Override
        public String notFound() {
            return "the Python interpreter " + path + " cannot be used";
        }
    }

    /** The first executable of that name on {@code PATH}. */
    record Command(String name) implements PythonRequest {
        @Override
        public String notFound() {
            return "the command " + name + " is no usable Python interpreter";
        }
    }

    /**
     * Any interpreter of a fitting version.
     *
     * @param implementation {@code cpython}, {@code pypy}, or nothing if it does not matter
     * @param specifiers the versions that fit
     * @param text what the user wrote
     */
    record OfVersion(Optional<String> implementation, Specifiers specifiers, String text) implements PythonRequest {

        @Override
        public String notFound() {
            return "no Python interpreter of version " + text + " was found";
        }

        boolean isMetBy(Interpreter interpreter) {
            return implementation
                            .filter(name -> !name.equals(interpreter.implementation()))
                            .isEmpty()
                    && specifiers.contains(interpreter.version());
        }

        /** Names that an interpreter of such a version may have, the unspecific ones first. */
        List<String> commands() {
            String name = implementation.filter("pypy"::equals).isPresent() ? "pypy" : "python";
            List<String> commands = new ArrayList<>(List.of(name + "3", name));
            IntStream.iterate(NEWEST_MINOR, minor -> minor >= OLDEST_MINOR, minor -> minor - 1)
                    .filter(this::mayContain)
                    .forEach(minor -> commands.add(name + "3." + minor));
            return commands;
        }

        /** Whether some patch level or pre-release of a minor version fits: to ask a shim in vain takes its time. */
        private boolean mayContain(int minor) {
            return Stream.of("", "a", "b", "rc")
                    .flatMap(level -> IntStream.range(0, MOST_PATCHES)
                            .mapToObj(number -> level.isEmpty() ? "." + number : ".0" + level + number))
                    .map(patch -> Version.parse("3." + minor + patch).orElseThrow())
                    .anyMatch(specifiers::contains);
        }
    }

    /**
     * An interpreter that Maven resolves, whatever there is on the machine.
     *
     * @param specifiers the versions that fit
     */
    record FromMaven(Specifiers specifiers) implements PythonRequest {
        @Override
        public String notFound() {
            return "no CPython from Maven can be used";
        }
    }

    /** The beginning of a request for an interpreter that Maven resolves. */
    String MAVEN = "maven";

    int NEWEST_MINOR = 19;
    int OLDEST_MINOR = 8;

    /** More than any minor version has had. */
    int MOST_PATCHES = 40;

    /** A bare version, with the implementation's name before it if the user cares. */
    Pattern VERSION = Pattern.compile("(?<implementation>cpython|pypy)?[-@]?(?<version>[0-9]+(?:\\.[0-9]+){0,2})");

    /**
     * Understands a value of the parameter.
     *
     * @param value empty for nothing said
     * @param base what a relative path is relative to
     */
    static PythonRequest parse(String value, Path base, Host host) throws UserProblem {
        String text = value.strip();
        if (text.isEmpty()) {
            return new Any();
        }
        if (text.equals(MAVEN)) {
            return new FromMaven(anyVersion());
        }
        if (text.startsWith(MAVEN + ":")) {
            return new FromMaven(specifiers(text.substring(MAVEN.length() + 1)).orElseThrow(() -> invalid(value)));
        }
        Matcher version = VERSION.matcher(text);
        if (version.matches()) {
            return new OfVersion(
                    Optional.ofNullable(version.group("implementation")),
                    specifiers(version.group("version")).orElseThrow(),
                    text);
        }
        if ("<>=!~".indexOf(text.charAt(0)) >= 0) {
            return new OfVersion(Optional.empty(), specifiers(text).orElseThrow(() -> invalid(value)), text);
        }
        boolean isPath = text.contains("/") || (host.isWindows() && text.contains("\\"));
        if (!isPath) {
            return new Command(text);
        }
        try {
            return new Executable(base.resolve(text).normalize());
        } catch (InvalidPathException e) {
            throw invalid(value);
        }
    }

    static Specifiers anyVersion() {
        return Specifiers.parse("").orElseThrow();
    }

    /** A version or a range: 3.12 means any 3.12, three numbers mean just that one. */
    private static Optional<Specifiers> specifiers(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches() || version.group("implementation") != null) {
            return text.isBlank() ? Optional.empty() : Specifiers.parse(text);
        }
        boolean exact = text.chars().filter(c -> c == '.').count() == 2;
        return Specifiers.parse(exact ? "==" + text : "==" + text + ".*");
    }

    private static UserProblem invalid(String value) {
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("the parameter python (-Dpyb.python) cannot be understood: " + value)
                        .attempt("a path, a command such as python3.12, a version such as 3.12, a range such as"
                                + " \">=3.11,<3.14\", or maven:3.12"));
    }
}
