package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreeStore;
import io.github.pyb.wheel.Uncertain;
import io.github.pyb.wheel.WheelHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what a build requires before it is installed, where nothing has been built yet. A first connection takes a fresh JVM about as
 * long as it takes to find an interpreter, so it is made ready meanwhile; once there is an interpreter, pages and wheels are fetched
 * while places are taken and sources copied. Nothing is settled by that: what was fetched is there when it is needed.
 */
public final class EarlyResolution implements AutoCloseable {

    /** Nothing is asked for early. */
    public static final EarlyResolution NONE = new EarlyResolution(null);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final @Nullable WheelSource source;
    private final CompletableFuture<Wanted> wanted = new CompletableFuture<>();

    private final Thread thread;

    private record Wanted(Interpreter interpreter, List<String> requirements) {}

    private EarlyResolution(@Nullable WheelSource source) {
        this.source = source;
        this.thread = new Thread(this::rehearse, "pyb-early-resolution");
    }

    /** Makes ready, if it is likely that somebody will want it. Nobody is asked for anything yet. */
    public static EarlyResolution begin(Host host, EnvironmentSettings settings, BuildLog log) {
        if (settings.store().limit() == 0
                || !TreeStore.isEmpty(settings.store().directory())
                || settings.installer().kind() != InstallerKind.PIP
                || !settings.constraints().isEmpty()
                || Runtime.getRuntime().availableProcessors() < 2) {
            return NONE;
        }
        EnvironmentChanges changes =
                PipInstaller.undisturbed(EnvironmentChanges.none().with(settings.variables()));
        PipConfiguration configuration = PipConfiguration.of(host, changes, settings);
        if (configuration.otherThanSources().isPresent()
                || configuration.whyNotChoose().isPresent()) {
            return NONE;
        }
        TreeStore store = TreeStore.ofMinorUse(
                settings.store().directory(), settings.store().limit(), log);
        EarlyResolution early = new EarlyResolution(
                new WheelSource(new KeptWheels(store, settings.store().limit()), configuration, settings));
        early.thread.setDaemon(true);
        // Whatever is wrong, whoever needs it will be told.
        early.thread.setUncaughtExceptionHandler((gone, why) -> {});
        early.thread.start();
        return early;
    }

    /** Goes on with what is required, for an interpreter. */
    public void expect(Interpreter interpreter, List<String> required) {
        wanted.complete(new Wanted(interpreter, required));
    }

    private void rehearse() {
        WheelSource open = Objects.requireNonNull(source);
        try {
            open.prepare();
            Interpreter interpreter = wanted.get().interpreter();
            open.begin(StandardIndex.of(
                    PipSource.choose(interpreter, interpreter.executable()).code()));
            new ForwardResolver(InterpreterMarkers.of(interpreter), WithoutPip.tags(interpreter), new Rehearsal(open))
                    .resolve(wanted.get().requirements());
        } catch (UserProblem | Uncertain | IOException | ExecutionException e) {
            // It is for whoever needs it to say so.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Rehearsal(WheelSource source) implements ForwardResolver.Supply {

        @Override
        public OfferedVersions offered(ProjectName name) throws IOException, Uncertain, InterruptedException {
            return source.offered(name);
        }

        @Override
        public WheelHeaders take(ProjectName name, OfferedVersions.Chosen wheel, boolean requested)
                throws IOException, Uncertain, InterruptedException {
            return WheelHeaders.ofMetadata(source.get(wheel));
        }
    }

    /** What was fetched for somebody who finds pip configured as it was then. */
    Optional<WheelSource> source(PipConfiguration configuration) {
        return Optional.ofNullable(source).filter(open -> open.configuration().equals(configuration));
    }

    /** Whoever removes the store may not find somebody still writing there. */
    @Override
    public void close() {
        if (source == null) {
            return;
        }
        thread.interrupt();
        source.close();
        try {
            thread.join(MOMENT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
