package io.github.pyb.lock;

import io.github.pyb.packaging.Marker;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.toml.Document;
import io.github.pyb.toml.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of a lock file that is being read.
 *
 * @param file what the user knows the file by
 * @param what the table, as the beginning of a sentence
 * @param document the whole file
 * @param path where the table is in it
 * @param table the table
 */
record LockTable(String file, String what, Document document, List<Object> path, Map<?, ?> table) {

    /** The whole file. */
    static LockTable root(String file, Document document) {
        return new LockTable(file, "the lock file", document, List.of(), document.values());
    }

    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        table.keySet().forEach(key -> keys.add((String) key));
        return keys;
    }

    boolean has(String key) {
        return table.containsKey(key);
    }

    /** The same, for a sentence that says which one it is. */
    LockTable named(String name) {
        return new LockTable(file, "the entry of " + name + " in the lock file", document, path, table);
    }

    Optional<String> text(String key) throws UserProblem {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw invalid(key, "has a \"" + key + "\" that is no string");
        }
        return Optional.of(text);
    }

    String requiredText(String key) throws UserProblem {
        return text(key).orElseThrow(() -> invalid(key, "lacks the key \"" + key + "\""));
    }

    List<String> texts(String key) throws UserProblem {
        List<String> texts = new ArrayList<>();
        for (Object item : items(key, "an array of strings")) {
            if (!(item instanceof String text)) {
                throw invalid(key, "has a \"" + key + "\" that is no array of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    List<LockTable> tables(String key, boolean required) throws UserProblem {
        if (required && !has(key)) {
            throw invalid(key, "lacks the key \"" + key + "\"");
        }
        List<LockTable> tables = new ArrayList<>();
        for (Object item : items(key, "an array of tables")) {
            if (!(item instanceof Map<?, ?> inner)) {
                throw invalid(key, "has a \"" + key + "\" that is no array of tables");
            }
            tables.add(new LockTable(file, what, document, path(key, tables.size()), inner));
        }
        return tables;
    }

    private List<?> items(String key, String form) throws UserProblem {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> array)) {
            throw invalid(key, "has a \"" + key + "\" that is no " + form.replaceFirst("^an ", ""));
        }
        return array;
    }

    /** The table of a key; an empty one if there is none. */
    LockTable below(String key) throws UserProblem {
        Object value = value(key);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw invalid(key, "has a \"" + key + "\" that is no table");
        }
        return new LockTable(file, what, document, path(key), value == null ? Map.of() : (Map<?, ?>) value);
    }

    Marker marker(String key, String text) throws UserProblem {
        return Marker.parse(text).orElseThrow(() -> invalid(key, "has a marker that cannot be understood: " + text));
    }

    private @Nullable Object value(String key) {
        return table.get(key);
    }

    private List<Object> path(Object... more) {
        List<Object> longer = new ArrayList<>(path);
        longer.addAll(List.of(more));
        return longer;
    }

    /** Where something is in the file, or else what it should be in. */
    String place(String key) {
        for (List<Object> where = path(key); !where.isEmpty(); where = where.subList(0, where.size() - 1)) {
            Optional<Position> position = document.position(where);
            if (position.isPresent()) {
                return file + ", line " + position.get().line();
            }
        }
        return file;
    }

    /** @param rest the rest of a sentence about the table */
    UserProblem invalid(String key, String rest) {
        return new UserProblem(
                ProblemKind.LOCK_INVALID,
                Explanation.of(what + " " + rest).where(place(key)).attempt(LockReader.RENEW));
    }
}
