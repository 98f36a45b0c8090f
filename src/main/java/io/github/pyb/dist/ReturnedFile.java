package io.github.pyb.dist;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
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

/**
 * A file that a backend says it has built. PEP 517: the hook returns the base name of a file that it has put into the
 * directory that it was given. Backends get this wrong in a number of ways, and each has its own words.
 */
public final class ReturnedFile {

    private final String hook;
    private final String returned;
    private final Path directory;

    /**
     * @param hook the hook, for messages
     * @param returned what it returned
     * @param directory the directory that it was given; nothing else is in there
     */
    public ReturnedFile(String hook, String returned, Path directory) {
        this.hook = hook;
        this.returned = returned;
        this.directory = directory;
    }

    /** The file, which exists and is one. */
    public Path path() throws UserProblem {
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

    /** What its name says, if it is a wheel. */
    public WheelName wheelName() throws UserProblem {
        return WheelName.parse(returned)
                .orElseThrow(() -> bad("a name that is not one of a wheel (name-version-python-abi-platform.whl)"));
    }

    /** What its name says, if it is a source distribution. */
    public SdistName sdistName() throws UserProblem {
        return SdistName.parse(returned)
                .orElseThrow(() -> bad("a name that is not one of a source distribution (name-version.tar.gz)"));
    }

    /** The metadata in it, if it is a {@code .dist-info} directory. */
    public CoreMetadata metadata() throws UserProblem, MachineProblem {
        Path metadata = directory.resolve(returned).resolve("METADATA");
        if (!returned.matches("[^/\\\\]+\\.dist-info") || !Files.isRegularFile(metadata)) {
            throw bad("a name that is not one of a .dist-info directory with METADATA in it");
        }
        try {
            return CoreMetadata.parse(Files.readAllBytes(metadata), metadata.toString());
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the metadata", metadata, e);
        }
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
