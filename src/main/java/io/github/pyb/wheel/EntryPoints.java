package io.github.pyb.wheel;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The functions that a distribution wants scripts for ({@code entry_points.txt}). */
final class EntryPoints {

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * A script that is to be made.
     *
     * @param name its file name
     * @param module the module that has the function
     * @param object the function, or where in the module it is
     */
    record Entry(String name, String module, String object) {}

    static EntryPoints none() {
        return new EntryPoints();
    }

    static EntryPoints parse(byte[] content) throws Uncertain {
        EntryPoints all = new EntryPoints();
        boolean scripts = false;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (text.startsWith("[")) {
                scripts = text.equals("[console_scripts]") || text.equals("[gui_scripts]");
            } else if (scripts) {
                all.add(text);
            }
        }
        return all;
    }

    private void add(String text) throws Uncertain {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        if (equals < 0 || colon < equals) {
            throw unusual(text);
        }
        String name = text.substring(0, equals).strip();
        Entry entry = new Entry(
                name,
                text.substring(equals + 1, colon).strip(),
                text.substring(colon + 1).strip());
        boolean plain =
                isPlain(name, "-.") && !name.startsWith(".") && isPath(entry.module()) && isPath(entry.object());
        // Of these pip makes others than the wheel says.
        boolean special = name.startsWith("pip") || name.startsWith("easy_install");
        if (!plain || special || entries.put(name, entry) != null) {
            throw unusual(text);
        }
    }

    private static boolean isPath(String text) {
        return isPlain(text, ".") && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..");
    }

    private static boolean isPlain(String text, String besides) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (!word && besides.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static Uncertain unusual(String text) {
        return new Uncertain("it has an unusual entry point: " + text);
    }

    Collection<Entry> all() {
        return entries.values();
    }

    /** Whether a script of a wheel is what an older tool has made for one of these, which pip leaves out. */
    boolean replace(String script) {
        String lower = script.toLowerCase(Locale.ROOT);
        int suffix = lower.endsWith("-script.py") ? 10 : lower.endsWith(".exe") || lower.endsWith(".pya") ? 4 : 0;
        return entries.containsKey(script.substring(0, script.length() - suffix));
    }
}
