package io.github.pyb.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a child process sees differently from Maven itself: variables that are removed and variables that are set.
 * Kept apart from the inherited environment so that a replay script can repeat the changes without writing down the
 * rest, which may hold secrets.
 *
 * @param removed names of variables that the child must not see
 * @param set variables that the child sees, in the order in which they were set
 */
public record EnvironmentChanges(List<String> removed, Map<String, String> set) {

    public EnvironmentChanges {
        removed = List.copyOf(removed);
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }

    public static EnvironmentChanges none() {
        return new EnvironmentChanges(List.of(), Map.of());
    }

    /** The same changes, and these variables not inherited. */
    public EnvironmentChanges without(String... names) {
        List<String> more = new ArrayList<>(removed);
        more.addAll(List.of(names));
        return new EnvironmentChanges(more, set);
    }

    /** The same changes, and one variable set. */
    public EnvironmentChanges with(String name, String value) {
        return with(Map.of(name, value));
    }

    public EnvironmentChanges with(Map<String, String> variables) {
        Map<String, String> more = new LinkedHashMap<>(set);
        more.putAll(variables);
        return new EnvironmentChanges(removed, more);
    }

    /** These changes, and on top of them others: what those remove is not set here any more either. */
    public EnvironmentChanges then(EnvironmentChanges later) {
        Map<String, String> kept = new LinkedHashMap<>(set);
        later.removed.forEach(kept::remove);
        return new EnvironmentChanges(removed, kept)
                .without(later.removed.toArray(String[]::new))
                .with(later.set);
    }

    /** The whole environment of the child. */
    public Map<String, String> applyTo(Host host) {
        Map<String, String> result = host.isWindows() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        result.putAll(host.environment());
        removed.forEach(result::remove);
        result.putAll(set);
        return result;
    }
}
