package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Download;
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
import io.github.pyb.wheel.WheelInstallation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Installs what is locked as pip would, without starting pip, which takes longer than all the rest. It only does what it is certain
 * of; everything else is left to pip, and so is every failure: pip knows better what to say of it.
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
                if (here(file(pin, tags)).isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (Uncertain | IOException e) {
            return false;
        }
    }

    /**
     * Installs all or nothing.
     *
     * @param pip the pip that would do it otherwise
     * @param fresh whether nothing is installed yet
     * @return whether it is installed
     */
    boolean install(List<Pin> pins, Version pip, boolean fresh) throws InterruptedException {
        List<String> hashes = new ArrayList<>();
        try {
            install(pins, style(pip), tags(), fresh, hashes);
            log.debug("installed without pip");
            return true;
        } catch (Uncertain e) {
            log.debug("left to pip: " + e.why());
        } catch (IOException e) {
            log.debug("left to pip: " + MachineProblem.reason(e));
        }
        removeDamaged(hashes);
        return false;
    }

    private void install(List<Pin> pins, PipStyle style, InterpreterTags tags, boolean fresh, List<String> hashes)
            throws IOException, Uncertain, InterruptedException {
        checkConfiguration();
        EnvironmentLayout layout = layout();
        if (!fresh) {
            Set<ProjectName> installed = InstalledDistributions.versions(layout).keySet();
            for (Pin pin : pins) {
                if (installed.contains(pin.name())) {
                    throw new Uncertain(pin.name() + " is installed already");
                }
            }
        }
        try (WheelInstallation installation = new WheelInstallation(place(layout, tags), tags, style);
                Source source = new Source()) {
            for (Pin pin : pins) {
                PinnedFile file = file(pin, tags);
                hashes.add(file.sha256());
                installation.add(new WantedWheel(
                        source.get(pin, file), Set.of(file.sha256()), pin.name(), pin.version(), pin.address()));
            }
            installation.run();
        }
    }

    private void checkConfiguration() throws Uncertain {
        Optional<String> other = configuration.otherThanSources();
        if (other.isPresent()) {
            throw new Uncertain("pip is configured: " + other.get());
        }
    }

    private PipStyle style(Version pip) throws Uncertain {
        if (!interpreter.platform().startsWith("linux-")) {
            throw new Uncertain("what pip does was compared on Linux only");
        }
        return PipStyle.of(pip).orElseThrow(() -> new Uncertain("it is not known what pip " + pip + " installs"));
    }

    private InterpreterTags tags() throws Uncertain {
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

    private Optional<Path> here(PinnedFile file) throws IOException {
        if (file.path().isPresent()) {
            return file.path().filter(Files::isRegularFile);
        }
        return kept.find(file.sha256());
    }

    /** Where wheels come from during one installation. */
    private final class Source implements Closeable {

        private @Nullable Download download;

        Path get(Pin pin, PinnedFile file) throws IOException, Uncertain, InterruptedException {
            // The address that is recorded has to be the one that pip would record.
            boolean local = file.path().isPresent();
            if (pin.address().isPresent() && (!local || pin.address().get().indexOf('%') >= 0)) {
                throw new Uncertain(pin.name() + " comes from an address of its own");
            }
            Optional<Path> here = here(file);
            if (here.isPresent()) {
                return here.get();
            }
            if (local) {
                throw new Uncertain(file.name() + " is not where it was");
            }
            return fetch(pin, file);
        }

        private Path fetch(Pin pin, PinnedFile file) throws IOException, Uncertain, InterruptedException {
            Optional<String> why = configuration.whyNotDownload();
            if (why.isPresent()) {
                throw new Uncertain(file.name() + " is not kept here, and " + why.get());
            }
            Path unfinished = kept.begin().orElseThrow(() -> new Uncertain("nothing can be kept in the store"));
            try {
                if (download == null) {
                    download = Download.open(settings.reachableIndexes());
                }
                download.fetch(pin.name(), file.name(), file.url(), unfinished);
                return kept.finish(unfinished, file.sha256())
                        .orElseThrow(() -> new Uncertain(file.name() + " is offered with another hash"));
            } catch (Download.Failed e) {
                throw new Uncertain(file.name() + " was not fetched: " + e.getMessage(), e);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }

        @Override
        public void close() throws IOException {
            if (download != null) {
                download.close();
            }
        }
    }

    private void removeDamaged(List<String> hashes) {
        try {
            kept.removeDamaged(hashes);
        } catch (IOException e) {
            store.giveUp(e);
        }
    }
}
