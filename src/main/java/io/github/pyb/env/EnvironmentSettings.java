package io.github.pyb.env;

import io.github.pyb.index.Indexes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an environment is made and filled.
 *
 * @param temporaryDirectory a private directory for files that are passed to child processes, and their own
 * @param recordDirectory where is remembered what was installed when, between builds
 * @param installer what installs
 * @param indexes where packages come from
 * @param constraints files that are passed to the installer as they are
 * @param variables set for the installer and whatever else runs in the environment
 * @param timeout how long one installation may take; {@code null} for no limit
 * @param store how environments are kept for later builds
 */
public record EnvironmentSettings(
        Path temporaryDirectory,
        Path recordDirectory,
        InstallerChoice installer,
        Indexes indexes,
        List<Path> constraints,
        Map<String, String> variables,
        @Nullable Duration timeout,
        StoreSettings store) {

    public EnvironmentSettings {
        constraints = List.copyOf(constraints);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Where packages come from at the moment: offline no index is asked, whatever is declared. */
    Indexes reachableIndexes() {
        return installer.offline() ? Indexes.UNDECLARED : indexes;
    }

    /** What every child process sees unless the user has another wish. */
    Map<String, String> childVariables() {
        Map<String, String> variables = new LinkedHashMap<>();
        // We decode what children write; they must not fail on what they cannot encode.
        variables.put("PYTHONIOENCODING", "utf-8:backslashreplace");
        for (String name : List.of("TMPDIR", "TEMP", "TMP")) {
            variables.put(name, temporaryDirectory.toString());
        }
        return variables;
    }
}
