package io.github.pyb.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy of a test, on the loopback interface, for everybody or for one user. Remembers where it was asked to lead. */
public final class ProxyDouble implements AutoCloseable {

    private final ServerSocket server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String authorization = "";

    public ProxyDouble() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor.execute(this::accept);
    }

    /** From now on nobody gets through but this user. */
    public ProxyDouble wanting(String user, String password) {
        authorization = IndexServer.basic(user, password);
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The first lines of the requests of those who were let through, for instance {@code CONNECT localhost:1234}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** All that clients have told the proxy itself. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                executor.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            String[] words = head.lines().findFirst().orElseThrow().split(" ", -1);
            if (!authorization.isEmpty() && !head.contains("roxy-Authorization: " + authorization + "\r\n")) {
                write(
                        client,
                        "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            requests.add(words[0] + " " + words[1]);
            boolean tunnel = words[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "https://" + words[1] : words[1]);
            try (Socket far = new Socket(target.getHost(), target.getPort())) {
                if (tunnel) {
                    write(client, "HTTP/1.1 200 Here you are\r\n\r\n");
                } else {
                    String rest = head.substring(head.indexOf("\r\n"), head.length() - 2)
                            .replaceAll("(?i)\r\n(proxy-authorization|connection):[^\r\n]*", "");
                    write(far, words[0] + " " + target.getRawPath() + " HTTP/1.1" + rest + "Connection: close\r\n\r\n");
                }
                executor.execute(() -> copy(client, far));
                copy(far, client);
            }
        } catch (IOException e) {
            // Whoever asked has gone.
            return;
        }
    }

    private static String head(InputStream stream) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = stream.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        executor.shutdownNow();
    }
}
