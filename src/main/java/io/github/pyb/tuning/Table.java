package io.github.pyb.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks into tables of {@code pyproject.toml}, where anything may stand in the place of anything. */
final class Table {

    private Table() {}

    /** The value at the end of a path of keys. */
    static Optional<Object> value(Map<?, ?> table, String... keys) {
        @Nullable Object value = table;
        for (String key : keys) {
            value = value instanceof Map<?, ?> inner ? inner.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    /** The items of a list; nothing if it is no list. */
    static List<Object> items(Map<?, ?> table, String... keys) {
        List<Object> items = new ArrayList<>();
        if (value(table, keys).orElse(null) instanceof List<?> list) {
            items.addAll(list);
        }
        return items;
    }
}
