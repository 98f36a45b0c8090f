package io.github.pyb.check;

import io.github.pyb.check.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the rules find in one distribution. What is wrong with many files in the same way is one finding. */
final class Findings {

    /** More names than these are not read in one line. */
    private static final int MOST_NAMES = 5;

    /** Text of an archive takes up no more than this. */
    private static final int QUOTED = 200;

    private record Rule(Severity severity, String what) {}

    private final Map<Rule, List<String>> found = new LinkedHashMap<>();

    void error(String what) {
        names(Severity.ERROR, what);
    }

    void warning(String what) {
        names(Severity.WARNING, what);
    }

    /**
     * Notes an error of a file.
     *
     * @param what the beginning of a sentence that the names of all such files end
     */
    void error(String what, String file) {
        names(Severity.ERROR, what).add(file);
    }

    /** Notes what is suspicious about a file; otherwise as {@link #error(String, String)}. */
    void warning(String what, String file) {
        names(Severity.WARNING, what).add(file);
    }

    /** All of it, errors first. */
    List<Finding> list() {
        List<Finding> list = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            found.forEach((rule, names) -> {
                if (rule.severity() == severity) {
                    list.add(new Finding(severity, harmless(text(rule.what(), names))));
                }
            });
        }
        return list;
    }

    /** Text that somebody else has chosen. */
    static String quoted(String text) {
        return "\"" + (text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text) + "\"";
    }

    /** Without what moves the cursor, turns the direction of text, or starts a new line of the log. */
    private static String harmless(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    private List<String> names(Severity severity, String what) {
        return found.computeIfAbsent(new Rule(severity, what), rule -> new ArrayList<>());
    }

    private static String text(String what, List<String> names) {
        if (names.isEmpty()) {
            return what;
        }
        int more = names.size() - MOST_NAMES;
        return what + ": " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
