package io.github.pyb.pyproject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Turns what was read into values that other rooms can look into without knowing the TOML library. */
final class PlainValues {

    private PlainValues() {}

    static Map<String, Object> of(TomlTable table) {
        Map<String, Object> values = new LinkedHashMap<>();
        table.toMap().forEach((key, value) -> values.put(key, of(value)));
        return Collections.unmodifiableMap(values);
    }

    private static Object of(Object value) {
        if (value instanceof TomlTable table) {
            return of(table);
        }
        if (value instanceof TomlArray array) {
            List<Object> items = new ArrayList<>();
            array.toList().forEach(item -> items.add(of(item)));
            return Collections.unmodifiableList(items);
        }
        return value;
    }
}
