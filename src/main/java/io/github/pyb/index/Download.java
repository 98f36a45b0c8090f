package io.github.pyb.index;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pages and single files without an installer: from the index that Maven declares for a project; from the one that pip knows, or
 * from an address, if it declares none. What is fetched is not judged here.
 */
public final class Download implements AutoCloseable {

    /** How long nothing may come. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a page may take altogether. */
    private static final Duration PATIENCE_FOR_PAGES = Duration.ofSeconds(60);

    private static final Duration FOREVER = Duration.ofDays(1);

    private final Indexes indexes;
    private final ExecutorService executor;
    private final Tunnels tunnels;
    private final Upstream upstream;

    private Download(Indexes indexes, ExecutorService executor, Tunnels tunnels, Upstream upstream) {
        this.indexes = indexes;
        this.executor = executor;
        this.tunnels = tunnels;
        this.upstream = upstream;
    }

    /** Why a file was not fetched, as the rest of a sentence. */
    public static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why);
        }

        Failed(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /**
     * Makes ready; nothing is asked yet.
     *
     * @param authorities a file with the certificates of those who are trusted, if it is not those whom this JVM trusts
     */
    public static Download open(Indexes indexes, Optional<Path> authorities) throws IOException {
        Optional<SSLContext> trust =
                authorities.isPresent() ? Optional.of(TrustedBundle.context(authorities.get())) : Optional.empty();
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "pyb-download");
            thread.setDaemon(true);
            return thread;
        });
        Complaints complaints = new Complaints();
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            Tunnels tunnels = Tunnels.open(loopback, Token.random(), indexes.proxies(), complaints, executor);
            return new Download(
                    indexes,
                    executor,
                    tunnels,
                    new Upstream(
                            indexes.proxies(),
                            tunnels,
                            complaints,
                            executor,
                            trust,
                            indexes.areDeclared()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new DirectWay(trust.map(SSLContext::getSocketFactory), Upstream.TIMEOUT))));
        } catch (IOException e) {
            executor.shutdownNow();
            throw e;
        }
    }

    /**
     * Fetches a file.
     *
     * @param fileName as the index has it
     * @param address where it is if no index is declared; only an encrypted one will do
     * @param to a file that is not there yet; whatever comes of it, the caller removes it
     */
    public void fetch(ProjectName name, String fileName, Optional<String> address, Path to)
            throws Failed, InterruptedException {
        inTime(FOREVER, () -> {
            fetchNow(name, fileName, address, to);
            return to;
        });
    }

    private void fetchNow(ProjectName name, String fileName, Optional<String> address, Path to)
            throws Failed, InterruptedException {
        try {
            if (indexes.areDeclared()) {
                Index index = indexes.of(name).orElseThrow(() -> new Failed("no index is declared for " + name));
                save(index, onPage(index, name, fileName), to);
            } else {
                URI file = encrypted(address);
                Index server =
                        new Index(file.getHost(), file.resolve("/"), Optional.empty(), List.of(), "lock file", "");
                save(server, file, to);
            }
        } catch (Refusal | SimplePage.NotAPage e) {
            throw new Failed(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What the index offers that a project may come from.
     *
     * @param standard the address of the index that is asked if Maven declares none
     * @param atMost how long that may take
     */
    public List<ProjectFile> offered(ProjectName name, Optional<URI> standard, Duration atMost)
            throws Failed, InterruptedException {
        Index index = indexes.areDeclared()
                ? indexes.of(name).orElseThrow(() -> new Failed("no index is declared for " + name))
                : standard.map(Download::anonymous).orElseThrow(() -> new Failed("it is not known where pip looks"));
        return inTime(atMost.compareTo(PATIENCE_FOR_PAGES) < 0 ? atMost : PATIENCE_FOR_PAGES, () -> read(index, name));
    }

    private static Index anonymous(URI address) {
        return new Index(address.getHost(), address, Optional.empty(), List.of(), "the standard of pip", "");
    }

    private <T> T inTime(Duration atMost, Callable<T> work) throws Failed, InterruptedException {
        Future<T> result = executor.submit(work);
        try {
            return result.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Failed("it has not come in time", e);
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            throw new Failed(
                    why instanceof IOException own
                            ? "it was cut off (" + MachineProblem.reasonAlone(own) + ")"
                            : String.valueOf(why == null ? e.getMessage() : why.getMessage()),
                    e);
        } finally {
            result.cancel(true);
        }
    }

    private List<ProjectFile> read(Index index, ProjectName name)
            throws IOException, Failed, Refusal, SimplePage.NotAPage, InterruptedException {
        Map<String, String> headers = Map.of("Accept", SimplePage.FORMS, "Accept-Encoding", "gzip");
        try (Upstream.Answer answer = upstream.fetch(index, index.page(name), "GET", headers)) {
            if (answer.status() != 200) {
                throw new Failed(index.named() + " has no " + name);
            }
            return ProjectPage.read(index, answer.header("content-type").orElse(""), answer.page(), answer.address());
        }
    }

    /**
     * Fetches a file that is offered.
     *
     * @param to a file that is not there yet; whatever comes of it, the caller removes it
     * @param atMost how long that may take
     * @return the file
     */
    public Path fetch(ProjectFile file, Path to, Duration atMost) throws Failed, InterruptedException {
        return inTime(atMost, () -> {
            save(
                    file.index(),
                    file.address().orElseThrow(() -> new Failed("it has no address that is as safe as its page")),
                    to);
            return to;
        });
    }

    private static URI encrypted(Optional<String> address) throws Failed {
        Optional<Link> link = address.filter(text -> text.startsWith("https://"))
                .flatMap(text -> Link.of(URI.create("https://host.invalid/"), text));
        return link.orElseThrow(() -> new Failed("it has no encrypted address")).address();
    }

    private URI onPage(Index index, ProjectName name, String fileName)
            throws Failed, Refusal, SimplePage.NotAPage, InterruptedException {
        AtomicReference<@Nullable URI> found = new AtomicReference<>();
        Map<String, String> headers = Map.of("Accept", SimplePage.FORMS, "Accept-Encoding", "gzip");
        try (Upstream.Answer answer = upstream.fetch(index, index.page(name), "GET", headers)) {
            if (answer.status() != 200) {
                throw new Failed(index.named() + " has no " + name);
            }
            boolean encrypted = Origin.of(answer.address()).isEncrypted();
            SimplePage.rewrite(answer.header("content-type").orElse(""), answer.page(), answer.address(), link -> {
                if (link.fileName().equals(fileName)
                        && (!encrypted || Origin.of(link.address()).isEncrypted())) {
                    found.compareAndSet(null, link.address());
                }
                return Optional.empty();
            });
        } catch (IOException e) {
            throw new Failed("it was cut off", e);
        }
        URI file = found.get();
        if (file == null) {
            throw new Failed(index.named() + " has no file " + fileName);
        }
        return file;
    }

    private void save(Index index, URI file, Path to) throws Failed, Refusal, InterruptedException {
        try (Upstream.Answer answer = upstream.fetch(index, file, "GET", Map.of("Accept-Encoding", "identity"))) {
            if (answer.status() != 200) {
                throw new Failed("it is not there (status " + answer.status() + ")");
            }
            AtomicLong saved = new AtomicLong();
            Future<?> copying = executor.submit(() -> {
                copy(answer.body(), to, saved);
                return saved;
            });
            long before = -1;
            while (!copying.isDone()) {
                if (saved.get() == before) {
                    throw new Failed("nothing more comes");
                }
                before = saved.get();
                await(copying);
            }
            copying.get();
        } catch (IOException | ExecutionException e) {
            throw new Failed("it was cut off (" + MachineProblem.reasonAlone(cause(e)) + ")", e);
        }
    }

    private static IOException cause(Exception e) {
        return e instanceof IOException own
                ? own
                : e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }

    private static void await(Future<?> copying) throws ExecutionException, InterruptedException {
        try {
            copying.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // Whether anything has come is for the caller to see.
            return;
        }
    }

    private static void copy(InputStream from, Path to, AtomicLong saved) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream file = Files.newOutputStream(to)) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                file.write(buffer, 0, count);
                saved.addAndGet(count);
            }
        }
    }

    @Override
    public void close() {
        try {
            tunnels.close();
        } catch (IOException e) {
            // Nobody is led through it any more.
            return;
        } finally {
            executor.shutdownNow();
        }
    }
}
