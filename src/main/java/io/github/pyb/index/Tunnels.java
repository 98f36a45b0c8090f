package io.github.pyb.index;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy on the loopback interface that leads through the real ones and knows their credentials. It only opens tunnels: what
 * goes through them is encrypted from end to end.
 *
 * <p>Java's own client could not do it alone, because it does not show basic credentials to the proxy of a tunnel unless a
 * system property allows that for the whole JVM. And an installer that goes through here needs no credentials of a proxy.
 */
final class Tunnels implements AutoCloseable {

    private static final Pattern CONNECT =
            Pattern.compile("CONNECT ([^ :\\[]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5}) HTTP/1\\.[01]");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("^proxy-authorization:[ \t]*(.*?)[ \t]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final int MAX_HEAD = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ServerSocket server;
    private final Token token;
    private final Proxies proxies;
    private final Complaints complaints;
    private final ExecutorService executor;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Tunnels(
            ServerSocket server, Token token, Proxies proxies, Complaints complaints, ExecutorService executor) {
        this.server = server;
        this.token = token;
        this.proxies = proxies;
        this.complaints = complaints;
        this.executor = executor;
    }

    /** @param executor has to have a thread for everybody */
    static Tunnels open(
            InetAddress loopback, Token token, Proxies proxies, Complaints complaints, ExecutorService executor)
            throws IOException {
        Tunnels tunnels = new Tunnels(new ServerSocket(0, 50, loopback), token, proxies, complaints, executor);
        executor.execute(tunnels::accept);
        return tunnels;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    Token token() {
        return token;
    }

    /** What is wrong if a proxy does not let us through. */
    static Complaint unwelcome(ProxyServer proxy) {
        String what = proxy.credentials().isPresent()
                ? " does not accept the credentials that settings.xml has for it (status 407)"
                : " wants credentials (status 407), and settings.xml has none for it";
        return new Complaint(
                "the proxy " + proxy.words() + what,
                proxy.words(),
                "correct <username> and <password> of <proxy> in settings.xml (basic authentication is what this plugin knows)");
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                executor.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException e) {
            // The gateway was closed, and the socket with it.
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout((int) TIMEOUT.toMillis());
            String head = head(client.getInputStream());
            Matcher connect = CONNECT.matcher(head.lines().findFirst().orElse(""));
            if (!connect.matches()) {
                answer(client, "405 Only tunnels are opened here");
            } else if (!isKnown(head)) {
                answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"pyb\"");
            } else {
                lead(client, connect.group(1).toLowerCase(Locale.ROOT), Integer.parseInt(connect.group(2)));
            }
        } catch (IOException | RejectedExecutionException e) {
            // Whoever asked has gone, or the gateway is closed.
            return;
        } finally {
            sockets.remove(client);
        }
    }

    private boolean isKnown(String head) {
        Matcher header = AUTHORIZATION.matcher(head);
        return token.isIn(header.find() ? header.group(1) : null);
    }

    private void lead(Socket client, String host, int port) throws IOException {
        Optional<ProxyServer> proxy = proxies.towards(URI.create("https://" + host + ":" + port + "/"));
        try (Socket far = new Socket()) {
            sockets.add(far);
            if (!open(far, host, port, proxy)) {
                answer(client, "502 Bad Gateway");
                return;
            }
            answer(client, "200 Connection established");
            client.setSoTimeout(0);
            far.setSoTimeout(0);
            executor.execute(() -> copy(client, far));
            copy(far, client);
        }
    }

    /** Whether there is a way now; otherwise what is in it was put into words. */
    private boolean open(Socket far, String host, int port, Optional<ProxyServer> proxy) {
        String subject = proxy.map(server -> "the proxy " + server.words()).orElse(host);
        try {
            far.setSoTimeout((int) TIMEOUT.toMillis());
            far.connect(
                    proxy.map(server -> new InetSocketAddress(server.host(), server.port()))
                            .orElseGet(() -> new InetSocketAddress(host, port)),
                    (int) TIMEOUT.toMillis());
            if (proxy.isEmpty()) {
                return true;
            }
            String answer = ask(far, host + ":" + port, proxy.get());
            if (answer.matches("HTTP/1\\.[01] 2[0-9][0-9].*")) {
                return true;
            }
            complaints.add(
                    answer.contains(" 407")
                            ? unwelcome(proxy.get())
                            : new Complaint(
                                    subject + " does not lead to " + host + " (" + answer + ")",
                                    host,
                                    "check the proxies in settings.xml"));
        } catch (IOException e) {
            Unreachable why = Unreachable.because(e);
            complaints.add(
                    new Complaint(subject + " cannot be reached: " + why.reason(), host + ":" + port, why.advice()));
        }
        return false;
    }

    private static String ask(Socket far, String target, ProxyServer proxy) throws IOException {
        StringBuilder request = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        proxy.credentials()
                .ifPresent(own -> request.append("Proxy-Authorization: ")
                        .append(own.basic())
                        .append("\r\n"));
        write(far, request.append("\r\n").toString());
        return head(far.getInputStream()).lines().findFirst().orElse("no answer");
    }

    private static void answer(Socket client, String status) throws IOException {
        write(client, "HTTP/1.1 " + status + "\r\n" + (status.startsWith("2") ? "" : "Content-Length: 0\r\n") + "\r\n");
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream stream = socket.getOutputStream();
        stream.write(text.getBytes(StandardCharsets.ISO_8859_1));
        stream.flush();
    }

    /** Everything up to the first empty line, and not a byte more: what follows belongs to the tunnel. */
    private static String head(InputStream stream) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int seen = 0; seen < 4; ) {
            int b = stream.read();
            if (b < 0 || head.size() > MAX_HEAD) {
                throw new EOFException("no head of a message");
            }
            head.write(b);
            seen = b == (seen % 2 == 0 ? '\r' : '\n') ? seen + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has gone; the other one has no use for the tunnel any more.
            abandon(from);
            abandon(to);
        }
    }

    private static void abandon(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use to anybody.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(Tunnels::abandon);
    }
}
