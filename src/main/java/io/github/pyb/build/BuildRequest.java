package io.github.pyb.build;

import io.github.pyb.fs.Ownership;
import io.github.pyb.python.Provisioning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one goal was asked for, complete and checked for form.
 *
 * @param goal the goal's name, for instance {@code wheel}
 * @param places where the build reads and writes
 * @param sourceMode where the backend sees the source tree
 * @param environment in what kind of environment hooks run
 * @param python which interpreter is asked for; empty for none in particular
 * @param toolchains interpreters that the user has told Maven of
 * @param provisioning how an interpreter is had that the machine does not have
 * @param configSettings handed to every hook
 * @param timestamp the time that stands for the time of the build, for results that are the same every time
 * @param limits when the build gives up
 * @param pluginVersion the version of this plugin
 * @param clearCommand a command line that clears the environment's place, for messages
 */
public record BuildRequest(
        String goal,
        Places places,
        SourceMode sourceMode,
        EnvironmentWishes environment,
        String python,
        List<Path> toolchains,
        Provisioning provisioning,
        Map<String, ?> configSettings,
        Optional<Instant> timestamp,
        Limits limits,
        String pluginVersion,
        String clearCommand) {

    public BuildRequest {
        toolchains = List.copyOf(toolchains);
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(configSettings));
    }

    /** Who we are, for the marks that we leave. */
    Ownership.Builder builder() {
        return new Ownership.Builder(
                goal, places.base().toString(), ProcessHandle.current().pid(), pluginVersion);
    }
}
