package io.github.pyb.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.pyb.fs.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A package index of a test, on the loopback interface: the wheels of a directory below {@code /repo/simple/}, for everybody
 * or for one user. Remembers who has asked for what.
 */
public final class IndexServer implements AutoCloseable {

    private static final String ROOT = "/repo/";

    private final HttpServer server;
    private final boolean encrypted;
    private final Path wheels;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private volatile String header = "Authorization";
    private volatile String authorization = "";
    private volatile String files = "../../files/";
    private volatile boolean hashes;
    private volatile Runnable observer = () -> {};

    private IndexServer(HttpServer server, boolean encrypted, Path wheels) {
        this.server = server;
        this.encrypted = encrypted;
        this.wheels = wheels;
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** An index without encryption. */
    public static IndexServer of(Path wheels) {
        try {
            return new IndexServer(HttpServer.create(anyPort(), 0), false, wheels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An index with encryption. */
    public static IndexServer of(Path wheels, SSLContext context) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new IndexServer(server, true, wheels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("localhost"), 0);
    }

    /** From now on nobody gets in but this user. */
    public IndexServer wanting(String user, String password) {
        return wantingHeader("Authorization", basic(user, password));
    }

    /** From now on nobody gets in without this header. */
    public IndexServer wantingHeader(String name, String value) {
        header = name;
        authorization = value;
        return this;
    }

    /** Its pages tell the hashes of files. */
    public IndexServer withHashes() {
        hashes = true;
        return this;
    }

    /** Its files are elsewhere. */
    public IndexServer withFilesAt(URI elsewhere) {
        files = elsewhere.toString();
        return this;
    }

    /** A path that leads elsewhere. */
    public IndexServer redirecting(String path, URI target) {
        redirects.put(path, target.toString());
        return this;
    }

    /** What the page of a project says instead of the list of its wheels, after its type. */
    public IndexServer saying(String project, String type, String page) {
        pages.put(project, type + "\n" + page);
        return this;
    }

    /** Is called at each request, while whoever asks waits for the answer. */
    public IndexServer observedBy(Runnable newObserver) {
        observer = newObserver;
        return this;
    }

    /** The address of the simple API. */
    public URI simple() {
        return at("simple/");
    }

    public URI files() {
        return at("files/");
    }

    private URI at(String path) {
        return URI.create((encrypted ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort() + ROOT + path);
    }

    /** What was asked for, as {@code GET /repo/simple/name/}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The credentials that were shown, without those requests that came without. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            String shown = exchange.getRequestHeaders().getFirst(header);
            if (shown != null) {
                authorizations.add(shown);
            }
            observer.run();
            if (!authorization.isEmpty() && !authorization.equals(shown)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                send(exchange, 401, "text/plain", new byte[0]);
            } else if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().set("Location", redirects.get(path));
                send(exchange, 302, "text/plain", new byte[0]);
            } else if (path.startsWith(ROOT + "simple/")) {
                page(exchange, path.substring(ROOT.length() + 7).replace("/", ""));
            } else {
                file(exchange, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    private void page(HttpExchange exchange, String project) throws IOException {
        if (pages.containsKey(project)) {
            String[] parts = pages.get(project).split("\n", 2);
            send(exchange, 200, parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
            return;
        }
        StringBuilder page = new StringBuilder("<html><body>\n");
        for (String name : projects().getOrDefault(project, List.of())) {
            page.append("<a href='").append(files).append(name).append(hashes ? "#sha256=" + hash(name) : "");
            page.append("' data-requires-python='&gt;=3'>").append(name).append("</a>\n");
        }
        boolean known = projects().containsKey(project);
        send(exchange, known ? 200 : 404, "text/html", page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String hash(String name) throws IOException {
        return Sha256.of(wheels.resolve(name));
    }

    private Map<String, List<String>> projects() throws IOException {
        Map<String, List<String>> projects = new TreeMap<>();
        try (Stream<Path> found = Files.list(wheels)) {
            found.map(path -> path.getFileName().toString())
                    .sorted()
                    .forEach(name -> projects.computeIfAbsent(
                                    name.split("-", 2)[0].replace('_', '-'), project -> new java.util.ArrayList<>())
                            .add(name));
        }
        return projects;
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        Path file = wheels.resolve(name);
        if (!Files.isRegularFile(file)) {
            send(exchange, 404, "text/plain", new byte[0]);
            return;
        }
        exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
        send(exchange, 200, "application/octet-stream", Files.readAllBytes(file));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
