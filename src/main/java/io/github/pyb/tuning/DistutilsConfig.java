package io.github.pyb.tuning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration file as distutils reads it: sections, options, and continuation lines that are indented. Options keep
 * their text as it is; only their names are understood.
 */
final class DistutilsConfig {

    private static final Pattern SECTION = Pattern.compile("\\[([^]]+)].*");
    private static final Pattern OPTION = Pattern.compile("([^\\s#;=:\\[][^=:]*?)\\s*[=:].*");

    /** For each section its options by normalised name, each with all its lines. */
    private final Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();

    /** Reads a file. Comments are dropped; so is what stands before the first section, which distutils refuses. */
    static DistutilsConfig parse(String text) {
        DistutilsConfig config = new DistutilsConfig();
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> option = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher section = SECTION.matcher(line);
            Matcher start = OPTION.matcher(line);
            boolean comment = line.strip().startsWith("#") || line.strip().startsWith(";");
            if (section.matches()) {
                options = config.sections.computeIfAbsent(section.group(1), name -> new LinkedHashMap<>());
                option = new ArrayList<>();
            } else if (start.matches()) {
                option = new ArrayList<>(List.of(line));
                options.put(normalised(start.group(1)), option);
            } else if (!line.isBlank() && !comment) {
                option.add(line);
            }
        }
        return config;
    }

    boolean has(String section, String option) {
        return sections.getOrDefault(section, Map.of()).containsKey(normalised(option));
    }

    /** Sets an option, in the place of one that is there. */
    void set(String section, String option, String value) {
        // distutils interpolates: a single percent sign would be an error.
        sections.computeIfAbsent(section, name -> new LinkedHashMap<>())
                .put(normalised(option), List.of(option + " = " + value.replace("%", "%%")));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        sections.forEach((name, options) -> {
            text.append('[').append(name).append("]\n");
            options.values()
                    .forEach(lines -> lines.forEach(line -> text.append(line).append('\n')));
        });
        return text.toString();
    }

    private static String normalised(String option) {
        return option.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
