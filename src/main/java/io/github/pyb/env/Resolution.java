package io.github.pyb.env;

import io.github.pyb.log.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of it when requirements were resolved.
 *
 * @param environment the stored environment that has them
 * @param time when that was
 * @param distributions everything that is installed in it: versions by name
 */
record Resolution(String environment, Instant time, Map<String, String> distributions) {

    Resolution {
        distributions = Collections.unmodifiableMap(new TreeMap<>(distributions));
    }

    /** What it is and how old, in one line. */
    String describe(Instant now) {
        return words() + " (resolved " + Durations.ago(Duration.between(time, now)) + ")";
    }

    /** What it is. */
    String words() {
        List<String> all = new ArrayList<>();
        distributions.forEach((name, version) -> all.add(name + " " + version));
        return all.isEmpty() ? "nothing" : String.join(", ", all);
    }
}
