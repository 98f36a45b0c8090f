package io.github.pyb.pyproject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** A {@code .gitignore} as hatchling reads one that stands above the project. */
final class IgnoreFile {

    private final Path file;

    IgnoreFile(Path file) {
        this.file = file;
    }

    /**
     * Whether the project itself is what is ignored. Then hatchling takes no notice of the file. It compares the whole
     * path of the project, so a directory {@code build} anywhere above the checkout is enough.
     */
    boolean ignores(Path project) {
        List<String> lines;
        try {
            // Names that are not ASCII are compared as they are, whatever they are.
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return false;
        }
        boolean ignored = false;
        for (String line : lines) {
            String pattern = line.strip();
            boolean opposite = pattern.startsWith("!");
            if (!pattern.startsWith("#") && hasPart(project, opposite ? pattern.substring(1) : pattern)) {
                ignored = !opposite;
            }
        }
        return ignored;
    }

    /** Patterns with a slash within begin at the root of the file system here, where no project is. */
    private static boolean hasPart(Path project, String pattern) {
        String name = pattern.startsWith("**/") ? pattern.substring(3) : pattern;
        if (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.isEmpty() || name.contains("/")) {
            return false;
        }
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name.replace("{", "\\{"));
            for (Path part : project) {
                if (matcher.matches(part)) {
                    return true;
                }
            }
        } catch (PatternSyntaxException e) {
            return false;
        }
        return false;
    }
}
