package io.github.pyb.pyproject;

import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.toml.Document;
import io.github.pyb.toml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates the {@code [build-system]} table of one {@code pyproject.toml}; every message names line and key. */
final class BuildSystemTable {

    private static final String TABLE = "build-system";
    private static final String REQUIRES = "requires";
    private static final String BACKEND = "build-backend";
    private static final String BACKEND_PATH = "backend-path";
    private static final Set<String> KEYS = Set.of(REQUIRES, BACKEND, BACKEND_PATH);

    private static final String DOTTED_NAME = "[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*";
    private static final Pattern BACKEND_SYNTAX = Pattern.compile(DOTTED_NAME + "(\\s*:\\s*" + DOTTED_NAME + ")?");

    private final Path file;
    private final Path directory;
    private final Document document;
    private final List<String> warnings;

    /** @param warnings receives what the user should know although it is no error */
    BuildSystemTable(Path file, Path directory, Document document, List<String> warnings) {
        this.file = file;
        this.directory = directory;
        this.document = document;
        this.warnings = warnings;
    }

    /** The table, or nothing if the file does not have one. */
    Optional<BuildSystem> read() throws UserProblem {
        Optional<Object> value = document.get(TABLE);
        if (value.isEmpty()) {
            warnOfTypos(document.values().keySet(), List.of(), TABLE);
            return Optional.empty();
        }
        if (!(value.get() instanceof Map<?, ?> table)) {
            throw invalid(List.of(TABLE), "\"" + TABLE + "\" must be a table, written as [" + TABLE + "]");
        }
        refuseUnknownKeys(table);
        return Optional.of(new BuildSystem(requires(table), backend(table), backendPath(table)));
    }

    private void refuseUnknownKeys(Map<?, ?> table) throws UserProblem {
        Set<String> keys = new TreeSet<>();
        table.keySet().forEach(key -> keys.add((String) key));
        Set<String> unknown = new TreeSet<>(keys);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            KEYS.stream().filter(key -> !keys.contains(key)).forEach(key -> warnOfTypos(keys, List.of(TABLE), key));
            String first = unknown.iterator().next();
            throw invalid(
                    first,
                    "[" + TABLE + "] has " + (unknown.size() == 1 ? "an unknown key: " : "unknown keys: ")
                            + String.join(", ", unknown) + " (known are " + String.join(", ", new TreeSet<>(KEYS))
                            + ")");
        }
    }

    private List<String> requires(Map<?, ?> table) throws UserProblem {
        @Nullable Object value = table.get(REQUIRES);
        if (value == null) {
            throw invalid(List.of(TABLE), "[" + TABLE + "] lacks the key \"" + REQUIRES + "\", which is mandatory");
        }
        List<String> requires = strings(REQUIRES, value);
        for (String requirement : requires) {
            Optional<String> unsafe = Requirement.unsafe(requirement);
            if (unsafe.isPresent()) {
                throw invalid(
                        REQUIRES,
                        "\"" + requirement.replaceAll("\\p{Cntrl}", "?") + "\" in \"" + REQUIRES
                                + "\" is not a requirement: " + unsafe.get());
            }
        }
        return requires;
    }

    private String backend(Map<?, ?> table) throws UserProblem {
        @Nullable Object value = table.get(BACKEND);
        if (value == null) {
            // As pip does: the requirements stay as they are declared.
            return BuildSystem.LEGACY_BACKEND;
        }
        if (!(value instanceof String backend)) {
            throw invalid(BACKEND, "\"" + BACKEND + "\" must be a string");
        }
        if (!BACKEND_SYNTAX.matcher(backend).matches()) {
            throw invalid(
                    BACKEND,
                    "\"" + BACKEND + "\" must name a module and optionally an object in it, as \"module.name\" or"
                            + " \"module.name:object\", not \"" + backend + "\"");
        }
        return backend.replaceAll("\\s", "");
    }

    private List<String> backendPath(Map<?, ?> table) throws UserProblem {
        @Nullable Object value = table.get(BACKEND_PATH);
        if (value == null) {
            return List.of();
        }
        List<String> entries = strings(BACKEND_PATH, value);
        for (String entry : entries) {
            checkBackendPath(entry);
        }
        return entries;
    }

    /** PEP 517: relative, a directory, and within the source tree, also after links have been followed. */
    private void checkBackendPath(String entry) throws UserProblem {
        String subject = "the entry \"" + entry + "\" of \"" + BACKEND_PATH + "\" ";
        Path path;
        try {
            path = Path.of(entry);
        } catch (InvalidPathException e) {
            throw invalid(BACKEND_PATH, subject + "is not a path: " + e.getReason());
        }
        if (path.isAbsolute()) {
            throw invalid(BACKEND_PATH, subject + "is absolute; it must be relative to the source tree");
        }
        Path resolved = directory.resolve(path).normalize();
        if (!resolved.startsWith(directory.normalize())) {
            throw invalid(BACKEND_PATH, subject + "leads out of the source tree");
        }
        if (!Files.isDirectory(resolved)) {
            throw invalid(BACKEND_PATH, subject + "is not a directory in the source tree");
        }
        try {
            if (!resolved.toRealPath().startsWith(directory.toRealPath())) {
                throw invalid(BACKEND_PATH, subject + "leads out of the source tree through a link");
            }
        } catch (IOException e) {
            throw invalid(BACKEND_PATH, subject + "cannot be followed: " + e.getMessage());
        }
    }

    private List<String> strings(String key, Object value) throws UserProblem {
        if (!(value instanceof List<?> array)) {
            throw invalid(key, "\"" + key + "\" must be an array of strings");
        }
        List<String> strings = new ArrayList<>();
        for (Object item : array) {
            if (!(item instanceof String string)) {
                throw invalid(key, "\"" + key + "\" must be an array of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    /** @param table the path to the table that has these keys */
    private void warnOfTypos(Set<String> keys, List<String> table, String wanted) {
        for (String key : keys) {
            if (Similarity.isTypo(key, wanted)) {
                List<String> path = new ArrayList<>(table);
                path.add(key);
                warnings.add(file.getFileName() + place(path) + ": \"" + key + "\" is not used; did you mean \""
                        + wanted + "\"?");
            }
        }
    }

    /** @param key one of the table's */
    private UserProblem invalid(String key, String what) {
        return invalid(List.of(TABLE, key), what);
    }

    private UserProblem invalid(List<String> path, String what) {
        String hint = warnings.isEmpty() ? "" : "\n" + String.join("\n", warnings);
        return new UserProblem(
                ProblemKind.PROJECT_INVALID, Explanation.of(what + hint).where(file + place(path)));
    }

    private String place(List<String> path) {
        return document.position(path).map(Position::words).orElse("");
    }
}
