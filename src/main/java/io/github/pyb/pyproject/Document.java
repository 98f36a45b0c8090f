package io.github.pyb.pyproject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** What a {@code pyproject.toml} says, and where it says that. */
final class Document {

    private final Map<String, Object> values;

    /** Asked only by who has something to complain about: then the time it takes to read the file again does not matter. */
    private final Supplier<TomlTable> positions;

    /**
     * @param values strings, numbers, booleans, lists and maps
     * @param positions the same as it was read
     */
    Document(Map<String, Object> values, Supplier<TomlTable> positions) {
        this.values = values;
        this.positions = positions;
    }

    /** What there is to know if there is no file. */
    static Document empty() {
        return new Document(Map.of(), () -> Toml.parse(""));
    }

    Map<String, Object> values() {
        return values;
    }

    /** The value at the end of a path of keys. */
    Optional<Object> get(List<String> path) {
        @Nullable Object value = values;
        for (String key : path) {
            value = value instanceof Map<?, ?> table ? table.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    Optional<Object> get(String... path) {
        return get(List.of(path));
    }

    /** The string at the end of a path of keys; nothing if something else is there. */
    Optional<String> string(String... path) {
        return get(path).filter(String.class::isInstance).map(String.class::cast);
    }

    /** Where a key stands, to be put after the name of the file; empty if nobody knows. */
    String position(List<String> path) {
        @Nullable TomlPosition position = positions.get().inputPositionOf(path);
        return position == null ? "" : ", line " + position.line() + ", column " + position.column();
    }
}
