package io.github.pyb.build;

import io.github.pyb.env.KeepPolicy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In what kind of environment the user wants hooks to run.
 *
 * @param location the place of the environment, if the user chose one; absolute
 * @param reclaim whether a kept environment at a chosen place may be cleared away
 * @param keep when the environment is kept
 * @param constraints constraint files for the installer
 * @param variables set for hooks and installer
 */
public record EnvironmentWishes(
        Optional<Path> location,
        boolean reclaim,
        KeepPolicy keep,
        List<Path> constraints,
        Map<String, String> variables) {

    public EnvironmentWishes {
        constraints = List.copyOf(constraints);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
