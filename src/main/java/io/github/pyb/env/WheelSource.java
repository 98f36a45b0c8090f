package io.github.pyb.env;

import io.github.pyb.index.Download;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.wheel.Uncertain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where wheels come from: from this machine if they are here, otherwise from an index. What is offered there is asked for once, so
 * one thread can go ahead of another.
 */
final class WheelSource implements AutoCloseable {

    private static final Duration FOREVER = Duration.ofDays(1);

    private final KeptWheels kept;
    private final PipConfiguration configuration;
    private final EnvironmentSettings settings;
    private final Map<ProjectName, FutureTask<OfferedVersions>> pages = new ConcurrentHashMap<>();
    private final Map<String, FutureTask<Path>> wheels = new ConcurrentHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();
    private @Nullable Download download;
    private final ReentrantLock network = new ReentrantLock();
    private boolean closed;
    private volatile long end;
    private volatile Optional<URI> standard = Optional.empty();

    WheelSource(KeptWheels kept, PipConfiguration configuration, EnvironmentSettings settings) {
        this.kept = kept;
        this.configuration = configuration;
        this.settings = settings;
        begin(Optional.empty());
    }

    PipConfiguration configuration() {
        return configuration;
    }

    /** A file that need not be fetched. */
    static Optional<Path> here(PinnedFile file, KeptWheels kept) throws IOException {
        if (file.path().isPresent()) {
            return file.path().filter(Files::isRegularFile);
        }
        return kept.find(file.sha256());
    }

    /** The file of something that is locked. */
    Path get(Pin pin, PinnedFile file) throws IOException, Uncertain, InterruptedException {
        // The address that is recorded has to be the one that pip would record.
        boolean local = file.path().isPresent();
        if (pin.address().isPresent() && (!local || pin.address().get().indexOf('%') >= 0)) {
            throw new Uncertain(pin.name() + " comes from an address of its own");
        }
        Optional<Path> here = here(file, kept);
        if (here.isPresent()) {
            return here.get();
        }
        if (local) {
            throw new Uncertain(file.name() + " is not where it was");
        }
        Optional<String> why = configuration.whyNotDownload();
        if (why.isPresent()) {
            throw new Uncertain(file.name() + " is not kept here, and " + why.get());
        }
        return fetch(
                file.name(),
                file.sha256(),
                unfinished -> download().fetch(pin.name(), file.name(), file.url(), unfinished));
    }

    /** What an index offers of a project. */
    OfferedVersions offered(ProjectName name) throws IOException, Uncertain, InterruptedException {
        return once(
                pages,
                name,
                () -> new OfferedVersions(name, alone(() -> download().offered(name, standard, left()))),
                "what is offered of " + name + " is not known: ");
    }

    /** A file that an index offers. */
    Path get(OfferedVersions.Chosen wheel) throws IOException, Uncertain, InterruptedException {
        String name = wheel.file().name();
        return once(
                wheels,
                wheel.sha256(),
                () -> {
                    Optional<Path> here = kept.find(wheel.sha256());
                    return here.isPresent()
                            ? here.get()
                            : fetch(
                                    name,
                                    wheel.sha256(),
                                    unfinished -> alone(() -> download().fetch(wheel.file(), unfinished, left())));
                },
                name + " was not fetched: ");
    }

    /** Does something in the thread that wants it first. The others get the same. */
    private <K, T> T once(Map<K, FutureTask<T>> all, K key, Callable<T> work, String failure)
            throws IOException, Uncertain, InterruptedException {
        FutureTask<T> task = all.computeIfAbsent(key, absent -> new FutureTask<>(work));
        task.run();
        try {
            return task.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Uncertain(failure + "the time is over", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Uncertain known) {
                throw known;
            }
            if (cause instanceof IOException known) {
                throw known;
            }
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new Uncertain(failure + (cause == null ? e.getMessage() : cause.getMessage()), e);
        }
    }

    /** One request at a time, so that one connection to a host serves them all: to make another takes longer than to wait. */
    private <T> T alone(Asking<T> asking) throws IOException, Uncertain, Download.Failed, InterruptedException {
        if (!network.tryLock(left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Uncertain("the time is over");
        }
        try {
            return asking.ask();
        } finally {
            network.unlock();
        }
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws IOException, Uncertain, Download.Failed, InterruptedException;
    }

    /**
     * From now on the time counts that one installation may take.
     *
     * @param standardIndex where pip looks if nobody says anything else, if that is known
     */
    final void begin(Optional<URI> standardIndex) {
        standard = standardIndex;
        Duration timeout = settings.timeout();
        end = System.nanoTime() + (timeout == null ? FOREVER : timeout).toNanos();
    }

    private Duration left() throws Uncertain {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new Uncertain("the time is over");
        }
        return left;
    }

    /** Whether the hash of a file was verified here, when it was fetched. */
    boolean hasVerified(OfferedVersions.Chosen wheel) {
        return verified.contains(wheel.sha256());
    }

    @FunctionalInterface
    private interface Fetching {
        void to(Path unfinished) throws IOException, Uncertain, Download.Failed, InterruptedException;
    }

    private Path fetch(String name, String sha256, Fetching fetching)
            throws IOException, Uncertain, InterruptedException {
        Path unfinished = kept.begin().orElseThrow(() -> new Uncertain("nothing can be kept in the store"));
        try {
            fetching.to(unfinished);
            Path finished = kept.finish(unfinished, sha256)
                    .orElseThrow(() -> new Uncertain(name + " is offered with another hash"));
            verified.add(sha256);
            return finished;
        } catch (Download.Failed e) {
            throw new Uncertain(name + " was not fetched: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Does what need not wait until something is asked for. */
    void prepare() throws IOException {
        download();
    }

    private synchronized Download download() throws IOException {
        if (closed) {
            throw new IOException("it is closed");
        }
        Download open = download;
        if (open == null) {
            open = Download.open(settings.reachableIndexes(), configuration.authority());
            download = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (download != null) {
            download.close();
        }
    }
}
