package io.github.pyb.build;

import io.github.pyb.fs.Ownership;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that one goal was asked for, complete and checked for form.
 *
 * @param goal the goal's name, for instance {@code wheel}
 * @param places where the build reads and writes
 * @param sourceMode where the backend sees the source tree
 * @param environment in what kind of environment hooks run
 * @param interpreters which interpreters are to build
 * @param configSettings handed to every hook
 * @param version the version of the POM; empty if there is no POM
 * @param backend what backends are told besides
 * @param limits when the build gives up
 * @param pluginVersion the version of this plugin
 * @param clearCommand a command line that clears the environment's place, for messages
 */
public record BuildRequest(
        String goal,
        Places places,
        SourceMode sourceMode,
        EnvironmentWishes environment,
        InterpreterWishes interpreters,
        Map<String, ?> configSettings,
        Optional<PomVersion> version,
        BackendWishes backend,
        Limits limits,
        String pluginVersion,
        String clearCommand) {

    public BuildRequest {
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(configSettings));
    }

    /**
     * What is no part of the sources although it may stand among them. That is the store as well, which CI servers keep from
     * build to build only below the checkout.
     *
     * @param place where the environment stands, if it has a place of its own
     */
    Set<Path> besideSources(Optional<Path> place) {
        Set<Path> all = places.besideSources(place);
        all.add(environment.store().directory());
        all.add(interpreters.provisioning().directory());
        return all;
    }

    /** The same with other places. */
    BuildRequest at(Places other) {
        return with(other, environment, backend);
    }

    /** The same at other places, and with nothing taken over from the builds before. */
    BuildRequest elsewhere(Path directory, Path source) {
        return with(places.elsewhere(directory, source), environment.elsewhere(), backend.uncached());
    }

    /** The same with other wishes for the environment. */
    BuildRequest with(EnvironmentWishes other) {
        return with(places, other, backend);
    }

    /**
     * What one of several interpreters is asked to do: the same, at places of its own.
     *
     * @param tag the interpreter's tag
     * @param source what it builds
     * @param atOnce how many of them are at work at the same time
     */
    BuildRequest forInterpreter(String tag, Path source, int atOnce) {
        return with(places.forInterpreter(tag, source), environment.forInterpreter(tag), backend.sharedBy(atOnce));
    }

    /** The same with another wish about lock files. */
    BuildRequest with(LockWishes lock) {
        return with(places, environment.with(lock), backend);
    }

    private BuildRequest with(Places otherPlaces, EnvironmentWishes otherEnvironment, BackendWishes otherBackend) {
        return new BuildRequest(
                goal,
                otherPlaces,
                sourceMode,
                otherEnvironment,
                interpreters,
                configSettings,
                version,
                otherBackend,
                limits,
                pluginVersion,
                clearCommand);
    }

    /** Who we are, for the marks that we leave. */
    Ownership.Builder builder() {
        return new Ownership.Builder(
                goal, places.base().toString(), ProcessHandle.current().pid(), pluginVersion);
    }
}
