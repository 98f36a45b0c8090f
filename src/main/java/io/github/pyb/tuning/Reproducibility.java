package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Fixes what would otherwise depend on who builds, where and when. */
final class Reproducibility {

    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    private final Host host;

    Reproducibility(Host host) {
        this.host = host;
    }

    Tuned tune(TuningRequest request, Tuned tuned) {
        Tuned fixed = tuned;
        for (Map.Entry<String, String> variable : variables(request.timestamp()).entrySet()) {
            if (!request.users().containsKey(variable.getKey())) {
                fixed = fixed.with(variable.getKey(), variable.getValue());
            }
        }
        return fixed;
    }

    private Map<String, String> variables(Optional<Instant> timestamp) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PYTHONHASHSEED", "0");
        variables.put("TZ", "UTC");
        if (host.isLinux()) {
            // Elsewhere there is no locale that every machine has and that knows all characters.
            variables.put("LC_ALL", "C.UTF-8");
        }
        if (timestamp.isPresent() && host.variable(EPOCH).isEmpty()) {
            variables.put(EPOCH, Long.toString(timestamp.get().getEpochSecond()));
        }
        return variables;
    }
}
