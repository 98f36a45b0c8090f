package io.github.pyb.build;

import io.github.pyb.env.KeepPolicy;
import io.github.pyb.python.Provisioning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one goal was asked for, complete and checked for form. All paths are absolute.
 *
 * @param goal the goal's name, for instance {@code wheel}
 * @param baseDirectory the module's base directory
 * @param sourceDirectory the source tree
 * @param sourceMode where the backend sees it
 * @param buildDirectory the module's build directory, which is no part of the sources
 * @param outputDirectory where distributions land
 * @param workDirectory where everything else lands
 * @param envDir the place of the environment, if the user chose one
 * @param reclaimEnv whether a kept environment at a chosen place may be cleared away
 * @param keepEnv when the environment is kept
 * @param python which interpreter is asked for; empty for none in particular
 * @param provisioning how an interpreter is had that the machine does not have
 * @param configSettings handed to every hook
 * @param constraints constraint files for the installer
 * @param environmentVariables set for hooks and installer
 * @param timeout for one hook or one installation; {@code null} for no limit
 * @param patience how long to wait for another build
 * @param cancellation asked now and then whether the build has lost its point, and why
 * @param pluginVersion the version of this plugin
 * @param clearCommand a command line that clears the environment's place, for messages
 */
public record BuildRequest(
        String goal,
        Path baseDirectory,
        Path sourceDirectory,
        SourceMode sourceMode,
        Path buildDirectory,
        Path outputDirectory,
        Path workDirectory,
        Optional<Path> envDir,
        boolean reclaimEnv,
        KeepPolicy keepEnv,
        String python,
        Provisioning provisioning,
        Map<String, ?> configSettings,
        List<Path> constraints,
        Map<String, String> environmentVariables,
        @Nullable Duration timeout,
        Duration patience,
        Supplier<Optional<String>> cancellation,
        String pluginVersion,
        String clearCommand) {

    public BuildRequest {
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(configSettings));
        environmentVariables = Collections.unmodifiableMap(new LinkedHashMap<>(environmentVariables));
        constraints = List.copyOf(constraints);
    }
}
