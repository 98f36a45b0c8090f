package io.github.pyb.lock;

import io.github.pyb.packaging.Marker;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a lock file that is being read.
 *
 * @param file what the user knows the file by
 * @param what the table, as the beginning of a sentence
 * @param table the table
 * @param parent where its position is known, if it has none itself
 * @param way what leads from there to the table
 */
record LockTable(String file, String what, TomlTable table, TomlTable parent, List<String> way) {

    Set<String> keys() {
        return new TreeSet<>(table.keySet());
    }

    boolean has(String key) {
        return table.keySet().contains(key);
    }

    /** The same, for a sentence that says which one it is. */
    LockTable named(String name) {
        return new LockTable(file, "the entry of " + name + " in the lock file", table, parent, way);
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
            if (!(item instanceof TomlTable inner)) {
                throw invalid(key, "has a \"" + key + "\" that is no array of tables");
            }
            tables.add(new LockTable(file, what, inner, table, List.of(key)));
        }
        return tables;
    }

    private List<Object> items(String key, String form) throws UserProblem {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)) {
            throw invalid(key, "has a \"" + key + "\" that is no " + form.replaceFirst("^an ", ""));
        }
        return array.toList();
    }

    /** The table of a key; an empty one if there is none. */
    LockTable below(String key) throws UserProblem {
        Object value = value(key);
        if (value != null && !(value instanceof TomlTable)) {
            throw invalid(key, "has a \"" + key + "\" that is no table");
        }
        return value == null
                ? new LockTable(file, what, Toml.parse(""), table, List.of(key))
                : new LockTable(file, what, (TomlTable) value, table, List.of(key));
    }

    Marker marker(String key, String text) throws UserProblem {
        return Marker.parse(text).orElseThrow(() -> invalid(key, "has a marker that cannot be understood: " + text));
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }

    /** Where something is in the file. */
    String place(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        if (position == null && !way.isEmpty()) {
            position = parent.inputPositionOf(way);
        }
        return position == null ? file : file + ", line " + position.line();
    }

    /** @param rest the rest of a sentence about the table */
    UserProblem invalid(String key, String rest) {
        return new UserProblem(
                ProblemKind.LOCK_INVALID,
                Explanation.of(what + " " + rest).where(place(key)).attempt(LockReader.RENEW));
    }
}
