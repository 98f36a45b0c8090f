package io.github.pyb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.ProxyDouble;
import io.github.pyb.testing.WheelFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installer gets from the gateway, and what indexes and proxies get to see of us. */
class GatewayTest {

    private static final String PASSWORD = "p@ss:wö/r%d #1";

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();
    private Proxies proxies = Proxies.NONE;
    private Path wheel;
    private IndexServer server;
    private Gateway gateway;

    @BeforeEach
    void startIndex() {
        wheel = new WheelFile("part", "1.0").writeInto(directory.resolve("wheels"));
        server = closing(IndexServer.of(directory.resolve("wheels")));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    @DisplayName("page and file come through, with credentials that the client does not have")
    void authenticated() throws Exception {
        server.wanting("jane", PASSWORD);
        indexes.add(index("corp", server.simple(), new Credentials("jane", PASSWORD)));

        HttpResponse<byte[]> page = get("/simple/part/");
        HttpResponse<byte[]> file = get(firstLink(page));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(text(page)).contains("data-requires-python=\"&gt;=3\">part-1.0-py3-none-any.whl</a>");
        assertThat(file.body()).isEqualTo(Files.readAllBytes(wheel));
        assertThat(file.headers().firstValue("cache-control")).contains("max-age=3600");
        assertThat(server.authorizations()).hasSize(2).containsOnly(IndexServer.basic("jane", PASSWORD));
        assertThat(gateway.complaints()).isEmpty();
    }

    @Test
    @DisplayName("the addresses of files are the same in the next build, and others for another index")
    void stableAddresses() throws Exception {
        indexes.add(index("corp", server.simple(), null));
        String first = firstLink(get("/simple/part/"));
        String secret = gateway.proxyAddress();
        gateway.close();
        gateway = null;

        assertThat(firstLink(get("/simple/part/"))).isEqualTo(first);
        assertThat(gateway.proxyAddress()).isNotEqualTo(secret);

        gateway = null;
        IndexServer other = closing(IndexServer.of(directory.resolve("wheels")));
        indexes.set(0, index("corp", other.simple(), null));
        assertThat(firstLink(get("/simple/part/"))).isNotEqualTo(first);
    }

    @Test
    @DisplayName("a name comes from the one index whose pattern fits, and from no other")
    void patterns() throws Exception {
        new WheelFile("corp_tool", "99.0").writeInto(directory.resolve("wheels"));
        IndexServer inner = closing(IndexServer.of(Files.createDirectories(directory.resolve("inner"))));
        indexes.add(index("public", server.simple(), null));
        indexes.add(index("corp", inner.simple(), null, "Corp_*"));

        assertThat(get("/simple/corp-tool/").statusCode()).isEqualTo(404);
        assertThat(get("/simple/part/").statusCode()).isEqualTo(200);

        assertThat(inner.requests()).containsExactly("GET /repo/simple/corp-tool/");
        assertThat(server.requests()).containsExactly("GET /repo/simple/part/");
    }

    @Test
    @DisplayName("a name that no index serves is named, with the patterns that there are")
    void unclaimed() throws Exception {
        indexes.add(index("corp", server.simple(), null, "corp-*", "tool"));

        assertThat(get("/simple/part/").statusCode()).isEqualTo(404);

        assertThat(server.requests()).isEmpty();
        assertThat(gateway.complaints())
                .containsExactly(new Complaint(
                        "no index is declared for the name part",
                        "the patterns are corp-*, tool",
                        "add a pattern for it to the index that it may come from, or an index without patterns for all"
                                + " the rest"));
    }

    @Test
    @DisplayName("a token in a header of its own is shown to the index, and to nobody that it leads to")
    void token() throws Exception {
        IndexServer elsewhere =
                closing(IndexServer.of(directory.resolve("wheels"))).wantingHeader("Private-Token", PASSWORD);
        server.wantingHeader("Private-Token", "secret")
                .redirecting("/repo/simple/moved/", elsewhere.simple().resolve("part/"));
        indexes.add(index("corp", server.simple(), new Credentials(Map.of("Private-Token", "secret"))));

        assertThat(get("/simple/part/").statusCode()).isEqualTo(200);
        assertThat(get("/simple/moved/").statusCode()).isNotEqualTo(200);

        assertThat(server.authorizations()).containsOnly("secret");
        assertThat(elsewhere.requests()).isNotEmpty();
        assertThat(elsewhere.authorizations()).isEmpty();
    }

    @Test
    @DisplayName("credentials do not go to another host, neither by a link nor by a redirect")
    void otherHosts() throws Exception {
        IndexServer elsewhere = closing(IndexServer.of(directory.resolve("wheels")));
        server.wanting("jane", PASSWORD)
                .withFilesAt(elsewhere.files())
                .redirecting("/repo/simple/moved/", elsewhere.simple().resolve("part/"));
        indexes.add(index("corp", server.simple(), new Credentials("jane", PASSWORD)));

        assertThat(get(firstLink(get("/simple/part/"))).body()).isEqualTo(Files.readAllBytes(wheel));
        // Its links are relative to where it was found in the end.
        assertThat(get(firstLink(get("/simple/moved/"))).body()).isEqualTo(Files.readAllBytes(wheel));

        assertThat(elsewhere.requests()).hasSize(3);
        assertThat(elsewhere.authorizations()).isEmpty();
    }

    @Test
    @DisplayName("JSON stays JSON, with all that it says, and the metadata beside a file can be had")
    void json() throws Exception {
        Files.writeString(directory.resolve("wheels/part-1.0-py3-none-any.whl.metadata"), "Name: part");
        server.saying("part", "application/vnd.pypi.simple.v1+json", """
                {"meta": {"api-version": "1.1"}, "name": "part", "files": [
                  {"filename": "part-1.0-py3-none-any.whl", "url": "../../files/part-1.0-py3-none-any.whl?sign=secret",
                   "hashes": {"sha256": "abc"}, "core-metadata": true, "upload-time": "2026-01-01T00:00:00Z"},
                  {"filename": "x.whl", "url": "file:///etc/passwd"}]}
                """);
        indexes.add(index("corp", server.simple(), null));

        HttpResponse<byte[]> page = get("/simple/part/");

        assertThat(page.headers().firstValue("content-type")).contains("application/vnd.pypi.simple.v1+json");
        assertThat(text(page))
                .contains("\"upload-time\": \"2026-01-01T00:00:00Z\"", "\"sha256\": \"abc\"")
                .doesNotContain("passwd", "secret", "localhost");
        assertThat(text(get(firstLink(page) + ".metadata"))).isEqualTo("Name: part");
    }

    @Test
    @DisplayName("of a hostile page nothing is left but links to files, and none to a place without encryption")
    void hostilePage() throws Exception {
        server.saying("part", "text/html; charset=utf-8", """
                <!-- <a href="../../files/comment-1.0.zip">x</a> --><script>alert(1)</script>
                <a href='javascript:alert(1)'>a</a><a href="file:///etc/passwd">b</a><a href=//>c</a><a href="a b[.whl">d</a>
                <A
                 HREF = "../../files/part-1.0-py3-none-any.whl#sha256=12" onclick="x" data-yanked="&lt;b&gt;&#33;">z</A><a href="
                """);
        indexes.add(index("corp", server.simple(), null));

        assertThat(text(get("/simple/part/")).replaceAll("http://maven-[0-9a-f]*.invalid/files/[0-9a-f]*/", ""))
                .isEqualTo("""
                        <!DOCTYPE html>
                        <html><head><meta name="pypi:repository-version" content="1.0"></head><body>
                        <a href="a%20b%5B.whl">a%20b%5B.whl</a><br>
                        <a href="part-1.0-py3-none-any.whl#sha256=12" data-yanked="&lt;b&gt;!">part-1.0-py3-none-any.whl</a><br>
                        </body></html>
                        """);
    }

    @Test
    @DisplayName("what is no page of an index is put into words")
    void noPage() throws Exception {
        server.saying("a", "application/pdf", "x")
                .saying("b", "application/json", "{")
                .saying("c", "text/json", "");
        indexes.add(index("corp", server.simple(), null));

        assertThat(text(get("/simple/a/"))).contains("answered with application/pdf, which is no page of a package");
        assertThat(text(get("/simple/b/"))).contains("corp gives no page for b: its answer is no valid JSON");
        assertThat(get("/simple/c/").statusCode()).isEqualTo(502);
    }

    @Test
    @DisplayName("a wrong password is told with the server's id, and never with the password")
    void wrongPassword() throws Exception {
        server.wanting("jane", "another");
        indexes.add(index("corp", server.simple(), new Credentials("jane", PASSWORD)));
        indexes.add(index("open", server.simple(), null, "open-*"));

        assertThat(get("/simple/part/").statusCode()).isEqualTo(403);
        assertThat(get("/simple/part/").statusCode()).isEqualTo(403);
        assertThat(get("/simple/open-part/").statusCode()).isEqualTo(403);

        assertThat(gateway.complaints())
                .extracting(Complaint::what)
                .containsExactly(
                        "the package index corp does not accept the credentials of the server corp-login in settings.xml"
                                + " (status 401)",
                        "the package index open wants credentials (status 401), and settings.xml has none for the server"
                                + " open-login");
        assertThat(gateway.complaints().toString() + indexes)
                .contains(server.simple().toString())
                .doesNotContain(PASSWORD);
    }

    @Test
    @DisplayName("an index that cannot be reached is told with the reason")
    void unreachable() throws Exception {
        indexes.add(index("corp", server.simple(), null));
        indexes.add(index("nowhere", URI.create("https://pyb-test.invalid/simple"), null, "far-*"));
        server.close();

        assertThat(get("/simple/part/").statusCode()).isEqualTo(502);
        assertThat(get("/simple/far-part/").statusCode()).isEqualTo(502);

        assertThat(gateway.complaints())
                .extracting(Complaint::what)
                .containsExactly(
                        "the package index corp cannot be reached: the connection was refused",
                        "the package index nowhere cannot be reached: its host name is not known");
    }

    @Test
    @DisplayName("whoever does not know the secret gets nothing, nor does what was not offered")
    void strangers() throws Exception {
        indexes.add(index("corp", server.simple(), null));
        gateway();

        assertThat(get("http://" + gateway.host() + "/simple/part/", "Basic cHliOng=")
                        .statusCode())
                .isEqualTo(407);
        assertThat(get("http://" + gateway.host() + "/simple/part/", "").statusCode())
                .isEqualTo(407);
        assertThat(get("/simple/").statusCode()).isEqualTo(404);
        assertThat(get("/simple/..%2f/").statusCode()).isEqualTo(404);
        assertThat(get("/files/0123/part-1.0-py3-none-any.whl").statusCode()).isEqualTo(404);
        assertThat(get("http://localhost/simple/part/").statusCode()).isEqualTo(403);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    @DisplayName("an authenticated proxy leads to an index without encryption")
    void proxy() throws Exception {
        ProxyDouble proxy = closing(new ProxyDouble().wanting("joe", PASSWORD));
        proxies = through(proxy, new Credentials("joe", PASSWORD));
        server.wanting("jane", PASSWORD);
        indexes.add(index("corp", server.simple(), new Credentials("jane", PASSWORD)));

        assertThat(get(firstLink(get("/simple/part/"))).body()).isEqualTo(Files.readAllBytes(wheel));

        assertThat(proxy.requests()).hasSize(2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    @DisplayName("a proxy that does not let us through is named")
    void unwelcome() throws Exception {
        ProxyDouble proxy = closing(new ProxyDouble().wanting("joe", "another"));
        proxies = through(proxy, new Credentials("joe", PASSWORD));
        indexes.add(index("corp", server.simple(), null));
        indexes.add(index("secure", URI.create("https://pyb-test.invalid/simple/"), null, "secure-*"));

        assertThat(get("/simple/part/").statusCode()).isEqualTo(502);
        assertThat(gateway.complaints())
                .extracting(Complaint::what)
                .containsExactly("the proxy localhost:" + proxy.port()
                        + " does not accept the credentials that settings.xml has for it (status 407)");

        gateway = null;
        assertThat(get("/simple/secure-part/").statusCode()).isEqualTo(502);
        assertThat(gateway.complaints())
                .extracting(Complaint::what)
                .containsExactly("the proxy localhost:" + proxy.port()
                        + " does not accept the credentials that settings.xml has for it (status 407)");
        assertThat(proxy.heads()).anyMatch(head -> head.startsWith("CONNECT pyb-test.invalid:443 "));
    }

    @Test
    @DisplayName("an installer gets through the proxy without its credentials, if it knows the secret")
    void tunnel() throws Exception {
        ProxyDouble proxy = closing(new ProxyDouble().wanting("joe", PASSWORD));
        proxies = through(proxy, new Credentials("joe", PASSWORD));
        gateway();
        String target = server.simple().getAuthority();
        String userInfo = URI.create(gateway.tunnelAddress()).getUserInfo();
        String secret = "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)) + "\r\n";

        assertThat(ask("CONNECT " + target + " HTTP/1.1\r\n" + secret + "\r\n"))
                .startsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK");
        assertThat(ask("CONNECT " + target + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 407 ");
        assertThat(ask("GET " + server.simple() + " HTTP/1.1\r\n" + secret + "\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(proxy.requests()).containsExactly("CONNECT " + target);
    }

    /** Sends a request for a tunnel, and one for a page after it. */
    private String ask(String request) throws IOException {
        URI tunnel = URI.create(gateway.tunnelAddress());
        try (Socket socket = new Socket(tunnel.getHost(), tunnel.getPort())) {
            String page = "GET /repo/simple/part/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((request + page).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Proxies through(ProxyDouble proxy, Credentials credentials) {
        return new Proxies() {
            @Override
            public Optional<ProxyServer> towards(URI address) {
                return Optional.of(new ProxyServer("localhost", proxy.port(), Optional.ofNullable(credentials)));
            }

            @Override
            public boolean areDeclared() {
                return true;
            }
        };
    }

    private static Index index(String id, URI address, Credentials credentials, String... patterns) {
        return new Index(
                id,
                address,
                Optional.ofNullable(credentials),
                Stream.of(patterns)
                        .map(text -> NamePattern.parse(text).orElseThrow())
                        .toList(),
                "for the test",
                id + "-login");
    }

    private void gateway() throws Exception {
        if (gateway == null) {
            gateway = closing(Gateway.open(new Indexes(indexes, proxies)));
        }
    }

    private HttpResponse<byte[]> get(String address) throws Exception {
        gateway();
        String userInfo = URI.create(gateway.proxyAddress()).getUserInfo();
        return get(
                address.startsWith("/") ? "http://" + gateway.host() + address : address,
                "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<byte[]> get(String address, String authorization) throws IOException, InterruptedException {
        URI proxy = URI.create(gateway.proxyAddress());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!authorization.isEmpty()) {
            request.header("Proxy-Authorization", authorization);
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String firstLink(HttpResponse<byte[]> page) {
        Matcher matcher = Pattern.compile("(?:href=|\"url\": )\"([^\"#]*)").matcher(text(page));
        assertThat(matcher.find()).as(text(page)).isTrue();
        return matcher.group(1);
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }
}
