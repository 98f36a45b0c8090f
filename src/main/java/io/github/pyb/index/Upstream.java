package io.github.pyb.index;

import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from indexes: through the proxies, with the certificates that this JVM trusts, and with credentials where they
 * belong. Follows redirects itself, because credentials must not follow them to other hosts.
 */
final class Upstream {

    static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** What an installer can make sense of; everything else is explained here. */
    private static final Set<Integer> PASSED_ON = Set.of(200, 206, 304, 404, 410, 416, 429);

    /** The largest pages of public indexes have some megabytes. */
    private static final int MAX_PAGE = 64 * 1024 * 1024;

    private final Proxies proxies;
    private final Tunnels tunnels;
    private final Complaints complaints;
    private final Executor executor;
    private final Optional<SSLContext> trust;
    private final Optional<DirectWay> direct;
    private volatile @Nullable HttpClient client;

    Upstream(Proxies proxies, Tunnels tunnels, Complaints complaints, Executor executor) {
        this(proxies, tunnels, complaints, executor, Optional.empty(), Optional.empty());
    }

    /**
     * @param trust whom to trust, if it is not whom this JVM trusts
     * @param direct the way to encrypted addresses that want no credentials, where there is no proxy, if it is another one
     */
    Upstream(
            Proxies proxies,
            Tunnels tunnels,
            Complaints complaints,
            Executor executor,
            Optional<SSLContext> trust,
            Optional<DirectWay> direct) {
        this.proxies = proxies;
        this.tunnels = tunnels;
        this.complaints = complaints;
        this.executor = executor;
        this.trust = trust;
        this.direct = direct;
    }

    /** Made when it is needed, which it need not be. */
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(TIMEOUT)
                    .executor(executor)
                    .proxy(new Ways());
            trust.ifPresent(builder::sslContext);
            made = builder.build();
            client = made;
        }
        return made;
    }

    /**
     * What came back.
     *
     * @param address where it was found in the end
     */
    record Answer(int status, URI address, HttpHeaders headers, InputStream body) implements AutoCloseable {

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The body of a page, which may have been compressed. */
        byte[] page() throws SimplePage.NotAPage {
            boolean compressed =
                    header("content-encoding").filter("gzip"::equalsIgnoreCase).isPresent();
            try (InputStream plain = compressed ? new GZIPInputStream(body) : body) {
                byte[] bytes = plain.readNBytes(MAX_PAGE + 1);
                if (bytes.length > MAX_PAGE) {
                    throw new SimplePage.NotAPage("it is larger than " + MAX_PAGE / 1024 / 1024 + " MB");
                }
                return bytes;
            } catch (IOException e) {
                throw new SimplePage.NotAPage("it breaks off (" + MachineProblem.reasonAlone(e) + ")");
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Fetches something.
     *
     * @param method {@code GET} or {@code HEAD}
     * @param headers of the request
     * @throws Refusal if it is not to be had, for a reason that was put into words
     */
    Answer fetch(Index index, URI address, String method, Map<String, String> headers)
            throws Refusal, InterruptedException {
        URI current = address;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            Answer response = send(index, current, method, headers);
            Optional<String> location = response.header("location");
            if (!REDIRECTS.contains(response.status()) || location.isEmpty()) {
                return accepted(index, current, response);
            }
            discard(response);
            current = redirected(index, current, location.get());
        }
        throw refused(502, new Complaint(index.named() + " redirects in a circle", address.toString(), Index.CHECK));
    }

    private Answer send(Index index, URI address, String method, Map<String, String> headers)
            throws Refusal, InterruptedException {
        try {
            boolean alone = Origin.of(address).isEncrypted()
                    && index.credentials().isEmpty()
                    && proxies.towards(address).isEmpty();
            return direct.isPresent() && alone
                    ? direct.get().ask(address, method, headers)
                    : ask(index, address, method, headers);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).startsWith("Tunnel failed")) {
                throw new Refusal(502, "there is no way to " + address.getHost() + " through the proxy");
            }
            Unreachable why = Unreachable.because(e);
            String subject = index.isAtHome(address)
                    ? index.named()
                    : address.getHost() + ", which the package index " + index.id() + " leads to,";
            throw refused(
                    502, new Complaint(subject + " cannot be reached: " + why.reason(), shown(address), why.advice()));
        }
    }

    private Answer ask(Index index, URI address, String method, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::setHeader);
        if (index.isAtHome(address)) {
            index.credentials().ifPresent(own -> own.headers().forEach(request::setHeader));
        }
        proxies.towards(address).ifPresent(proxy -> authorize(request, address, proxy));
        HttpResponse<InputStream> response = client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new Answer(response.statusCode(), address, response.headers(), response.body());
    }

    /** Towards encrypted addresses there is a tunnel, whose near end is ours. */
    private void authorize(HttpRequest.Builder request, URI address, ProxyServer proxy) {
        if (Origin.of(address).isEncrypted()) {
            request.setHeader("Proxy-Authorization", tunnels.token().bearer());
        } else {
            proxy.credentials().ifPresent(own -> request.setHeader("Proxy-Authorization", own.basic()));
        }
    }

    private URI redirected(Index index, URI from, String location) throws Refusal {
        Optional<URI> to = Link.directory(from, location);
        boolean downgrade = to.isPresent()
                && Origin.of(from).isEncrypted()
                && !Origin.of(to.get()).isEncrypted();
        if (to.isEmpty() || downgrade) {
            throw refused(
                    502,
                    new Complaint(
                            index.named() + " redirects to "
                                    + (downgrade
                                            ? "an address without encryption"
                                            : "something that is no web address"),
                            shown(from),
                            Index.CHECK));
        }
        return to.get();
    }

    private Answer accepted(Index index, URI address, Answer response) throws Refusal {
        int status = response.status();
        if (PASSED_ON.contains(status)) {
            return response;
        }
        discard(response);
        if (status == 407) {
            ProxyServer proxy = proxies.towards(address).orElseThrow(() -> new Refusal(502, "an answer of no proxy"));
            throw refused(502, Tunnels.unwelcome(proxy));
        }
        if ((status == 401 || status == 403) && index.isAtHome(address)) {
            throw refused(403, index.unwelcome(status));
        }
        String subject = index.isAtHome(address) ? index.named() : address.getHost();
        throw refused(
                status == 401 || status == 403 ? 403 : 502,
                new Complaint(subject + " answered with the status " + status, shown(address), Index.CHECK));
    }

    private Refusal refused(int status, Complaint complaint) {
        complaints.add(complaint);
        return new Refusal(status, complaint.what());
    }

    /** Without what may be a signature. */
    private static String shown(URI address) {
        String text = address.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static void discard(Answer response) {
        try (InputStream body = response.body()) {
            // Closing it gives up the rest, and with it the connection.
            body.skipNBytes(0);
        } catch (IOException e) {
            // Nobody wanted it.
            return;
        }
    }

    /** Proxies as Java's client wants to be told of them. */
    private final class Ways extends ProxySelector {

        @Override
        public List<Proxy> select(URI address) {
            Optional<ProxyServer> proxy = proxies.towards(address);
            if (proxy.isEmpty()) {
                return List.of(Proxy.NO_PROXY);
            }
            InetSocketAddress place = Origin.of(address).isEncrypted()
                    ? tunnels.address()
                    : new InetSocketAddress(proxy.get().host(), proxy.get().port());
            return List.of(new Proxy(Proxy.Type.HTTP, place));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException error) {
            // The client throws the error as well.
        }
    }
}
