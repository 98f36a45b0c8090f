package io.github.pyb.env;

import io.github.pyb.fs.Scripts;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreeStore;
import io.github.pyb.wheel.InstallPlace;
import io.github.pyb.wheel.InterpreterTags;
import io.github.pyb.wheel.PipStyle;
import io.github.pyb.wheel.Uncertain;
import io.github.pyb.wheel.WantedWheel;
import io.github.pyb.wheel.WheelHeaders;
import io.github.pyb.wheel.WheelInstallation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Installs what is locked, or what is easily settled, as pip would, without starting pip, which takes longer than all the rest. It
 * only does what it is certain of; everything else is left to pip, and so is every failure: pip knows better what to say of it.
 */
final class WithoutPip {

    private final BuildLog log;
    private final Interpreter interpreter;
    private final Path python;
    private final EnvironmentSettings settings;
    private final PipConfiguration configuration;
    private final TreeStore store;
    private final KeptWheels kept;

    /**
     * @param python the interpreter of the environment
     * @param changes what pip would see
     */
    WithoutPip(
            Host host,
            BuildLog log,
            Interpreter interpreter,
            Path python,
            EnvironmentSettings settings,
            EnvironmentChanges changes) {
        this.log = log;
        this.interpreter = interpreter;
        this.python = python;
        this.settings = settings;
        this.configuration = PipConfiguration.of(host, changes, settings);
        this.store = TreeStore.ofMinorUse(
                settings.store().directory(), settings.store().limit(), log);
        this.kept = new KeptWheels(store, settings.store().limit());
    }

    /** Whether all of it is on this machine, and pip would not be asked. */
    boolean has(List<Pin> pins, Version pip) {
        try {
            InterpreterTags tags = tags();
            style(pip);
            checkConfiguration();
            for (Pin pin : pins) {
                if (WheelSource.here(file(pin, tags), kept).isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (Uncertain | IOException e) {
            return false;
        }
    }

    /**
     * Installs all or nothing of what is locked.
     *
     * @param pip the pip that would do it otherwise
     * @param fresh whether nothing is installed yet
     * @return whether it is installed
     */
    boolean installLocked(List<Pin> pins, Version pip, boolean fresh) throws InterruptedException {
        return install(pip, fresh, (installation, tags, installed, hashes) -> {
            try (WheelSource source = new WheelSource(kept, configuration, settings)) {
                for (Pin pin : pins) {
                    PinnedFile file = file(pin, tags);
                    checkAbsent(pin.name(), installed);
                    hashes.add(file.sha256());
                    installation.add(new WantedWheel(
                            source.get(pin, file), Set.of(file.sha256()), pin.name(), pin.version(), pin.address()));
                }
            }
        });
    }

    /**
     * Settles what is required, and installs all or nothing of it.
     *
     * @param pip the one that would do it otherwise
     * @param fresh whether nothing is installed yet
     * @param early what was fetched ahead
     * @return whether it is installed
     */
    boolean install(List<String> requirements, PipSource pip, boolean fresh, EarlyResolution early)
            throws InterruptedException {
        return install(pip.version(), fresh, (installation, tags, installed, hashes) -> {
            checkChoice(tags);
            try (WheelSource own = new WheelSource(kept, configuration, settings)) {
                WheelSource source = early.source(configuration).orElse(own);
                source.begin(StandardIndex.of(pip.code()));
                new ForwardResolver(InterpreterMarkers.of(interpreter), tags, new ForwardResolver.Supply() {
                            @Override
                            public OfferedVersions offered(ProjectName name)
                                    throws IOException, Uncertain, InterruptedException {
                                // What is installed may do for pip.
                                checkAbsent(name, installed);
                                return source.offered(name);
                            }

                            @Override
                            public WheelHeaders take(ProjectName name, OfferedVersions.Chosen wheel, boolean requested)
                                    throws IOException, Uncertain, InterruptedException {
                                hashes.add(wheel.sha256());
                                Path path = source.get(wheel);
                                return installation.add(new WantedWheel(
                                        path,
                                        Set.of(wheel.sha256()),
                                        name,
                                        wheel.version().toString(),
                                        Optional.empty(),
                                        requested,
                                        source.hasVerified(wheel)));
                            }
                        })
                        .resolve(requirements);
            }
        });
    }

    /** Adds to an installation all that it is to install. */
    @FunctionalInterface
    private interface Filling {
        void fill(WheelInstallation installation, InterpreterTags tags, Set<ProjectName> installed, List<String> hashes)
                throws IOException, Uncertain, InterruptedException;
    }

    private boolean install(Version pip, boolean fresh, Filling filling) throws InterruptedException {
        List<String> hashes = new ArrayList<>();
        try {
            install(style(pip), tags(), fresh, filling, hashes);
            log.debug("installed without pip");
            return true;
        } catch (Uncertain e) {
            log.debug("left to pip: " + e.why());
        } catch (IOException e) {
            log.debug("left to pip: " + MachineProblem.reason(e));
        } catch (InterruptedException e) {
            // Whoever reports it says what was interrupted.
            InterruptedException named = new InterruptedException("the installation of build requirements");
            named.initCause(e);
            throw named;
        }
        removeDamaged(hashes);
        return false;
    }

    private void install(PipStyle style, InterpreterTags tags, boolean fresh, Filling filling, List<String> hashes)
            throws IOException, Uncertain, InterruptedException {
        checkConfiguration();
        EnvironmentLayout layout = layout();
        Set<ProjectName> installed =
                fresh ? Set.of() : InstalledDistributions.versions(layout).keySet();
        try (WheelInstallation installation = new WheelInstallation(place(layout, tags), tags, style)) {
            filling.fill(installation, tags, installed, hashes);
            installation.complete();
        }
    }

    private static void checkAbsent(ProjectName name, Set<ProjectName> installed) throws Uncertain {
        if (installed.contains(name)) {
            throw new Uncertain(name + " is installed already");
        }
    }

    private void checkChoice(InterpreterTags tags) throws Uncertain {
        if (!settings.constraints().isEmpty()) {
            throw new Uncertain("there are constraints");
        }
        if (!tags.areComplete()) {
            throw new Uncertain("it is not certain of every wheel whether it suits the interpreter");
        }
        Optional<String> why = configuration.whyNotChoose();
        if (why.isPresent()) {
            throw new Uncertain(why.get());
        }
    }

    private void checkConfiguration() throws Uncertain {
        Optional<String> other = configuration.otherThanSources();
        if (other.isPresent()) {
            throw new Uncertain("pip is configured: " + other.get());
        }
    }

    private PipStyle style(Version pip) throws IOException, Uncertain {
        // Since 26.3 the first line of the scripts that pip makes depends on that.
        if (Scripts.isScript(python)) {
            throw new Uncertain(python + " is a script");
        }
        if (!interpreter.platform().startsWith("linux-")) {
            throw new Uncertain("what pip does was compared on Linux only");
        }
        return PipStyle.of(pip).orElseThrow(() -> new Uncertain("it is not known what pip " + pip + " installs"));
    }

    private InterpreterTags tags() throws Uncertain {
        return tags(interpreter);
    }

    /** Which wheels certainly suit an interpreter. */
    static InterpreterTags tags(Interpreter interpreter) throws Uncertain {
        return InterpreterTags.of(
                        interpreter.version(),
                        interpreter.implementation(),
                        interpreter.platform(),
                        interpreter.abi().soabi(),
                        interpreter.abi().cLibrary(),
                        interpreter.freeThreaded() || interpreter.debug())
                .orElseThrow(() -> new Uncertain("the interpreter is not CPython of the usual sort"));
    }

    private EnvironmentLayout layout() {
        Interpreter.Layout parts = interpreter.layout();
        // The interpreter is in the directory of scripts.
        Path root = python;
        for (int i = 0; i <= parts.scripts().getNameCount(); i++) {
            root = root.resolveSibling("");
        }
        return EnvironmentLayout.of(root, parts);
    }

    private static InstallPlace place(EnvironmentLayout layout, InterpreterTags tags) {
        return new InstallPlace(
                layout.python(),
                layout.root(),
                layout.scripts(),
                layout.purelib(),
                layout.platlib(),
                layout.root().resolve("include/site/python3." + tags.minor()));
    }

    /** The one file of a pin that suits; pip would choose if there were several. */
    private static PinnedFile file(Pin pin, InterpreterTags tags) throws Uncertain {
        Optional<PinnedFile> found = Optional.empty();
        for (PinnedFile file : pin.files()) {
            if (tags.suitFile(file.name())) {
                if (found.isPresent()) {
                    throw new Uncertain("more than one wheel of " + pin.name() + " suits the interpreter");
                }
                found = Optional.of(file);
            }
        }
        return found.orElseThrow(() -> new Uncertain("no wheel of " + pin.name() + " certainly suits the interpreter"));
    }

    private void removeDamaged(List<String> hashes) {
        try {
            kept.removeDamaged(hashes);
        } catch (IOException e) {
            store.giveUp(e);
        }
    }
}
