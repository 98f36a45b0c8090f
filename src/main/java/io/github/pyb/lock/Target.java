package io.github.pyb.lock;

import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kind of interpreter that something is locked for, as far as environment markers can tell interpreters apart.
 *
 * @param values the variables of its marker, in a fixed order; all of {@link #VARIABLES}, but for the processor where an
 *     interpreter has several
 */
public record Target(Map<String, String> values) implements Comparable<Target> {

    private static final String PYTHON_VERSION = "python_version";

    private static final List<String> VARIABLES =
            List.of("implementation_name", PYTHON_VERSION, "sys_platform", "platform_machine");

    private static final Pattern COMPARISON = Pattern.compile("(?<variable>[a-z_]+) == '(?<value>[^']*)'");

    public Target {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String variable : VARIABLES) {
            if (values.containsKey(variable)) {
                ordered.put(variable, Objects.requireNonNull(values.get(variable)));
            }
        }
        values = Collections.unmodifiableMap(ordered);
    }

    /** The target of an interpreter, from all the variables that markers know. */
    public static Target of(Map<String, String> markers) {
        Map<String, String> known = new LinkedHashMap<>(markers);
        known.values().removeIf(String::isEmpty);
        return new Target(known);
    }

    /** The target that a marker stands for, if it is one that {@link #marker} gives. */
    static Optional<Target> parse(String marker) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String comparison : marker.split(" and ", -1)) {
            Matcher matcher = COMPARISON.matcher(comparison);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            values.put(matcher.group("variable"), matcher.group("value"));
        }
        Target target = new Target(values);
        boolean complete = target.values.keySet().containsAll(VARIABLES.subList(0, 3));
        return complete && target.marker().equals(marker) ? Optional.of(target) : Optional.empty();
    }

    /** The marker that only this target meets. */
    public String marker() {
        return condition(VARIABLES, List.of());
    }

    /** The marker that some of several targets meet and the others do not; empty if all of them are meant. */
    static Optional<String> telling(Collection<Target> some, Collection<Target> all) {
        if (some.containsAll(all)) {
            return Optional.empty();
        }
        List<String> differing = VARIABLES.stream()
                .filter(variable -> all.stream()
                                .map(target -> target.value(variable))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        List<String> conditions = some.stream()
                .sorted()
                .map(target -> target.condition(differing, all))
                .distinct()
                .toList();
        boolean brackets =
                conditions.size() > 1 && conditions.stream().anyMatch(condition -> condition.contains(" and "));
        return Optional.of(conditions.stream()
                .map(condition -> brackets ? "(" + condition + ")" : condition)
                .collect(Collectors.joining(" or ")));
    }

    /** Whether an interpreter of the one is on the same sort of machine as one of the other. */
    public boolean isOnPlatformOf(Target other) {
        return value("sys_platform").equals(other.value("sys_platform"))
                && value("platform_machine").equals(other.value("platform_machine"));
    }

    /** Whether a marker holds for this target, as far as that can be said. */
    boolean meets(Marker marker) {
        Map<String, String> all = new LinkedHashMap<>();
        Marker.VARIABLES.forEach(variable -> all.put(variable, value(variable)));
        all.put("python_full_version", value(PYTHON_VERSION));
        return marker.holds(all, "");
    }

    /** The version of Python, two numbers. */
    String pythonVersion() {
        return value(PYTHON_VERSION);
    }

    private String value(String variable) {
        return values.getOrDefault(variable, "");
    }

    /** @param others of which none is meant where this one has no value */
    private String condition(List<String> variables, Collection<Target> others) {
        List<String> comparisons = new ArrayList<>();
        for (String variable : variables) {
            if (values.containsKey(variable)) {
                comparisons.add(variable + " == '" + value(variable) + "'");
            } else {
                others.stream()
                        .map(other -> other.value(variable))
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .sorted()
                        .forEach(value -> comparisons.add(variable + " != '" + value + "'"));
            }
        }
        return String.join(" and ", comparisons);
    }

    @Override
    public int compareTo(Target other) {
        return Comparator.<Target, String>comparing(target -> target.value(VARIABLES.get(0)))
                .thenComparing(target -> Version.parse(target.pythonVersion()).orElse(Version.of(0)))
                .thenComparing(Target::marker)
                .compare(this, other);
    }
}
