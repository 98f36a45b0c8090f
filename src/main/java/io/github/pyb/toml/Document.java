package io.github.pyb.toml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** What a file says, and where it says that. */
public final class Document {

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
    public static Document empty() {
        return new Document(Map.of(), () -> Toml.parse(""));
    }

    /** Everything: strings, whole numbers, other numbers, booleans, lists and maps, as {@link PlainValues} has them. */
    public Map<String, Object> values() {
        return values;
    }

    /** The value at the end of a path of keys. */
    public Optional<Object> get(List<String> path) {
        @Nullable Object value = values;
        for (String key : path) {
            value = value instanceof Map<?, ?> table ? table.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    /** The same. */
    public Optional<Object> get(String... path) {
        return get(List.of(path));
    }

    /** The string at the end of a path of keys; nothing if something else is there. */
    public Optional<String> string(String... path) {
        return get(path).filter(String.class::isInstance).map(String.class::cast);
    }

    /**
     * Where something stands.
     *
     * @param path what leads there: keys of tables, and places in arrays, of which the first one is 0
     * @return nothing if nobody knows
     */
    public Optional<Position> position(List<?> path) {
        @Nullable Object here = positions.get();
        @Nullable TomlPosition position = null;
        for (Object step : path) {
            if (here instanceof TomlTable table && step instanceof String key) {
                position = table.inputPositionOf(List.of(key));
                here = table.get(List.of(key));
            } else if (here instanceof TomlArray array && step instanceof Integer index && index < array.size()) {
                position = array.inputPositionOf(index);
                here = array.get(index);
            } else {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(position).map(found -> new Position(found.line(), found.column()));
    }
}
