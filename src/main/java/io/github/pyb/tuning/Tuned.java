package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the hooks of one stage are told.
 *
 * @param changes how their environment differs from ours
 * @param configSettings what they get as config settings
 * @param kept the intermediate files that the next build finds again, if the backend is one that can make use of them
 */
public record Tuned(EnvironmentChanges changes, Map<String, ?> configSettings, Optional<KeptDirectory> kept) {

    public Tuned {
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(configSettings));
    }

    /** The same with another environment. */
    public Tuned with(EnvironmentChanges other) {
        return new Tuned(other, configSettings, kept);
    }

    Tuned with(String variable, String value) {
        return new Tuned(changes.with(variable, value), configSettings, kept);
    }

    Tuned withSetting(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(configSettings);
        more.put(key, value);
        return new Tuned(changes, more, kept);
    }

    Tuned keeping(KeptDirectory directory) {
        return new Tuned(changes, configSettings, Optional.of(directory));
    }
}
