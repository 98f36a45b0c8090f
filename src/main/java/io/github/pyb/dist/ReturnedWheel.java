package io.github.pyb.dist;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wheel that a backend says it has built. PEP 517: the hook returns the base name of a {@code .whl} file that it has
 * put into the directory that it was given. Backends get this wrong in a number of ways, and each has its own words.
 *
 * @param file the wheel
 * @param name what its name says
 */
public record ReturnedWheel(Path file, WheelName name) {

    /**
     * Checks what a hook returned.
     *
     * @param hook the hook, for messages
     * @param returned what it returned
     * @param directory the directory that it was given; nothing else is in there
     */
    public static ReturnedWheel check(String hook, String returned, Path directory) throws UserProblem {
        Checker checker = new Checker(hook, returned, directory);
        Path file = checker.file();
        return new ReturnedWheel(file, checker.name());
    }

    private record Checker(String hook, String returned, Path directory) {

        Path file() throws UserProblem {
            if (returned.isEmpty()) {
                throw bad("an empty name");
            }
            Path path;
            try {
                path = Path.of(returned);
            } catch (InvalidPathException e) {
                throw bad("a name that cannot be one of a file");
            }
            // Also a backslash on Linux and a drive letter on macOS: the same backend runs elsewhere, too.
            if (path.isAbsolute() || returned.matches("[A-Za-z]:[\\\\/].*")) {
                throw bad("an absolute path instead of the bare name of the file");
            }
            if (returned.contains("/") || returned.contains("\\")) {
                throw bad("a path with a separator in it instead of the bare name of the file");
            }
            Path file = directory.resolve(returned);
            if (Files.isSymbolicLink(file)) {
                throw bad("the name of a link, not of a file");
            }
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw bad("the name of a file that it did not make");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw bad("the name of something that is not a file");
            }
            return file;
        }

        WheelName name() throws UserProblem {
            Optional<WheelName> name = WheelName.parse(returned);
            if (name.isEmpty()) {
                throw bad("a name that is not one of a wheel (name-version-python-abi-platform.whl)");
            }
            return name.get();
        }

        private UserProblem bad(String what) {
            List<String> made = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(file -> made.add(file.getFileName().toString()));
            } catch (IOException e) {
                made.add("(cannot be listed: " + e.getMessage() + ")");
            }
            return new UserProblem(
                    ProblemKind.BAD_RESULT,
                    Explanation.of("the hook " + hook + " returned " + what + ": \"" + returned + "\"")
                            .line("it made", made.isEmpty() ? "nothing" : String.join(", ", made))
                            .attempt("this is a fault of the build backend; try another version of it"));
        }
    }
}
