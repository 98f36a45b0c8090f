package io.github.pyb.build;

import io.github.pyb.env.Changeable;
import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.index.Indexes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In what kind of environment the user wants hooks to run.
 *
 * @param isolated whether hooks run in an environment of their own; otherwise in that of the interpreter
 * @param skipDependencyCheck whether the interpreter's own environment is trusted to have what the build requires
 * @param location the place of the environment, if the user chose one; absolute
 * @param reclaim whether a kept environment at a chosen place may be cleared away
 * @param keep when the environment is kept
 * @param installer what installs the build requirements
 * @param indexes where packages come from
 * @param constraints constraint files for the installer
 * @param wheels wheels that Maven has resolved, under whatever names; what is required of their projects comes from them
 * @param variables set for hooks and installer
 * @param lock whether what is installed has to be what a lock file says
 * @param store how environments are kept for later builds
 */
public record EnvironmentWishes(
        boolean isolated,
        boolean skipDependencyCheck,
        Optional<Path> location,
        boolean reclaim,
        KeepPolicy keep,
        InstallerChoice installer,
        Indexes indexes,
        List<Path> constraints,
        List<Path> wheels,
        Map<String, String> variables,
        LockWishes lock,
        StoreSettings store) {

    public EnvironmentWishes {
        constraints = List.copyOf(constraints);
        wheels = List.copyOf(wheels);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** The same with another wish about lock files. */
    EnvironmentWishes with(LockWishes other) {
        return with(location, other, store);
    }

    /** The same at the default place, wherever the user wants it to be. */
    EnvironmentWishes elsewhere() {
        return with(Optional.empty(), lock, store);
    }

    /** The wishes for one of several interpreters: below a chosen place each has its own. */
    EnvironmentWishes forInterpreter(String tag) {
        return with(location.map(place -> place.resolve(tag)), lock, store);
    }

    /** The same wishes with another treatment of requirements that may change unnoticed. */
    EnvironmentWishes keeping(Changeable what) {
        return with(location, lock, store.with(what));
    }

    private EnvironmentWishes with(Optional<Path> otherLocation, LockWishes otherLock, StoreSettings otherStore) {
        return new EnvironmentWishes(
                isolated,
                skipDependencyCheck,
                otherLocation,
                reclaim,
                keep,
                installer,
                indexes,
                constraints,
                wheels,
                variables,
                otherLock,
                otherStore);
    }
}
