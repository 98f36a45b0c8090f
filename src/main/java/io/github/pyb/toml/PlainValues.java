package io.github.pyb.toml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * Turns what was read into values that others can look into without knowing the TOML library: strings, whole numbers as
 * {@link Long}, other numbers as {@link Double}, booleans, lists and maps. Dates and times are the strings that ISO 8601
 * writes, infinite numbers those that Java writes.
 */
final class PlainValues {

    private PlainValues() {}

    static Map<String, Object> of(TomlTable table) {
        return of(table.toMap());
    }

    static Map<String, Object> of(Map<?, ?> table) {
        Map<String, Object> values = new LinkedHashMap<>();
        table.forEach((key, value) -> values.put((String) key, value(value)));
        return Collections.unmodifiableMap(values);
    }

    private static List<Object> of(List<?> array) {
        List<Object> items = new ArrayList<>();
        array.forEach(item -> items.add(value(item)));
        return Collections.unmodifiableList(items);
    }

    private static Object value(Object value) {
        if (value instanceof TomlTable table) {
            return of(table);
        }
        if (value instanceof TomlArray array) {
            return of(array.toList());
        }
        if (value instanceof Map<?, ?> table) {
            return of(table);
        }
        if (value instanceof List<?> array) {
            return of(array);
        }
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return number;
        }
        return value instanceof Long || value instanceof Boolean ? value : value.toString();
    }
}
