package io.github.pyb.testing;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Maven repository on the loopback interface, which nobody gets into without a password. Files can be put and got. */
public final class RepositoryServer implements AutoCloseable {

    private final Path directory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Starts it; the files are kept in a directory. */
    public RepositoryServer(Path directory, String user, String password) {
        try {
            this.directory = Files.createDirectories(directory).toRealPath();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HttpContext context = server.createContext("/", this::handle);
        context.setAuthenticator(new BasicAuthenticator("repository") {
            @Override
            public boolean checkCredentials(String givenUser, String givenPassword) {
                return givenUser.equals(user) && givenPassword.equals(password);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** What was asked for by those who had the password: method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            Path file = directory.resolve(path.substring(1)).normalize();
            if (!file.startsWith(directory)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, file);
                case "GET", "HEAD" -> get(exchange, file);
                default -> exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private static void put(HttpExchange exchange, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(201, -1);
    }

    private static void get(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
