package io.github.pyb.tuning;

import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A directory of links to ccache that are named as compilers are. ccache that is started as {@code gcc} finds the next
 * {@code gcc} on {@code PATH} that is not itself, so commands stay as they are, word for word.
 */
final class CompilerLinks {

    /** {@code gcc}, {@code clang++-15}, {@code x86_64-linux-gnu-g++}, but not {@code gcc-ar}. */
    private static final Pattern COMPILER = Pattern.compile(
            "(?:\\w+-\\w+-(?:\\w+-)*)?(?:cc|c\\+\\+|gcc|g\\+\\+|clang|clang\\+\\+)(?:-?\\d+(?:\\.\\d+)*)?");

    private final Path directory;

    CompilerLinks(Path directory) {
        this.directory = directory;
    }

    /** Whether a command is a plain name of a compiler. */
    static boolean isCompiler(String command) {
        return COMPILER.matcher(command).matches();
    }

    Path directory() {
        return directory;
    }

    /**
     * Brings the directory up to date. What is right already stays: build trees remember these paths.
     *
     * @param searchPath where compilers are looked for
     * @param more names of compilers that are linked even if they are not there
     */
    void update(Path program, List<Path> searchPath, Collection<String> more) throws MachineProblem {
        Set<String> names = new TreeSet<>(more);
        for (Path place : searchPath) {
            if (!place.equals(directory)) {
                collect(place, names);
            }
        }
        try {
            Files.createDirectories(directory);
            for (String name : names) {
                link(directory.resolve(name), program);
            }
            try (DirectoryStream<Path> links = Files.newDirectoryStream(directory)) {
                for (Path link : links) {
                    if (!names.contains(link.getFileName().toString())) {
                        Files.delete(link);
                    }
                }
            }
        } catch (IOException e) {
            throw MachineProblem.of("cannot make links to ccache", directory, e);
        }
    }

    private static void collect(Path place, Set<String> names) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (isCompiler(name) && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    names.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // PATH may name what does not exist or cannot be listed; a compiler there is used without the cache.
            return;
        }
    }

    private static void link(Path link, Path program) throws IOException {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(program)) {
            return;
        }
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(link);
        }
        Files.createSymbolicLink(link, program);
    }
}
