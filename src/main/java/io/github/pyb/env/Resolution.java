package io.github.pyb.env;

import io.github.pyb.log.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        String all = distributions.entrySet().stream()
                .map(distribution -> distribution.getKey() + " " + distribution.getValue())
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nothing" : all;
    }
}
