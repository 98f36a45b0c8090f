package io.github.pyb.index;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.pyb.packaging.ProjectName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers the installer: pages of projects, and the files that these link to. */
final class Service implements HttpHandler {

    static final String SIMPLE = "/simple/";

    private static final Pattern PROJECT = Pattern.compile(SIMPLE + "([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)/?");

    private static final Set<String> FILE_REQUEST =
            Set.of("Accept", "Range", "If-Range", "If-None-Match", "If-Modified-Since", "User-Agent");
    private static final Set<String> FILE_ANSWER = Set.of(
            "Content-Type", "Cache-Control", "Expires", "ETag", "Last-Modified", "Accept-Ranges", "Content-Range");

    private final String host;
    private final Token token;
    private final Indexes indexes;
    private final Upstream upstream;
    private final Complaints complaints;
    private final OfferedFiles files = new OfferedFiles();

    Service(String host, Token token, Indexes indexes, Upstream upstream, Complaints complaints) {
        this.host = host;
        this.token = token;
        this.indexes = indexes;
        this.upstream = upstream;
        this.complaints = complaints;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (Refusal e) {
                refuse(exchange, e);
            } catch (InterruptedException e) {
                // The gateway is being closed: nobody waits for the answer.
                Thread.currentThread().interrupt();
            }
        }
    }

    private void answer(HttpExchange exchange) throws Refusal, IOException, InterruptedException {
        if (!token.isIn(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"pyb\"");
            throw new Refusal(407, "this is not for everybody");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            throw new Refusal(405, "nothing can be changed here");
        }
        URI address = exchange.getRequestURI();
        if (!host.equals(address.getHost())) {
            throw refusedHost(String.valueOf(address.getHost()));
        }
        String path = address.getRawPath();
        Matcher project = PROJECT.matcher(path);
        Optional<OfferedFiles.Offer> offer = files.find(path);
        if (project.matches()) {
            servePage(exchange, ProjectName.of(project.group(1)));
        } else if (offer.isPresent()) {
            serveFile(exchange, offer.get());
        } else {
            throw new Refusal(404, "no page has offered this");
        }
    }

    /** What an address of ours stands for; nothing if it is none. */
    Optional<PublishedFile> published(URI address) {
        return host.equals(address.getHost())
                ? files.find(address.getRawPath())
                        .map(offer -> new PublishedFile(offer.index().address(), withoutQuery(offer.address())))
                : Optional.empty();
    }

    private static URI withoutQuery(URI address) {
        return URI.create(address.toString().replaceFirst("[?].*", ""));
    }

    private Refusal refusedHost(String other) {
        String what = "an address without encryption is not fetched where the indexes come from Maven";
        complaints.add(new Complaint(what, "http://" + other, "use an address with https"));
        return new Refusal(403, what);
    }

    private void servePage(HttpExchange exchange, ProjectName name) throws Refusal, IOException, InterruptedException {
        Index index = indexes.of(name).orElseThrow(() -> unclaimed(name));
        Map<String, String> headers = new LinkedHashMap<>();
        copy(exchange, Set.of("Accept", "User-Agent"), headers);
        headers.put("Accept-Encoding", "gzip");
        try (Upstream.Answer answer = upstream.fetch(index, index.page(name), "GET", headers)) {
            if (answer.status() != 200) {
                throw new Refusal(answer.status(), index.named() + " has no " + name);
            }
            SimplePage page = SimplePage.rewrite(
                    answer.header("content-type").orElse(""),
                    answer.page(),
                    answer.address(),
                    link -> offer(index, answer.address(), link));
            byte[] text = page.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            // It is cheap, and what a name means must not be remembered from another build.
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            send(exchange, 200, text);
        } catch (SimplePage.NotAPage e) {
            Complaint complaint = new Complaint(
                    index.named() + " gives no page for " + name + ": " + e.getMessage(),
                    index.page(name).toString(),
                    Index.CHECK);
            complaints.add(complaint);
            throw new Refusal(502, complaint.what());
        }
    }

    private Refusal unclaimed(ProjectName name) {
        String patterns = indexes.declared().stream()
                .flatMap(index -> index.patterns().stream())
                .map(NamePattern::text)
                .collect(Collectors.joining(", "));
        String what = "no index is declared for the name " + name;
        complaints.add(
                new Complaint(
                        what,
                        "the patterns are " + patterns,
                        "add a pattern for it to the index that it may come from, or an index without patterns for all the rest"));
        return new Refusal(404, what);
    }

    /** A page that came over an encrypted connection must not lead to one that is not. */
    private Optional<String> offer(Index index, URI page, Link link) {
        if (Origin.of(page).isEncrypted() && !Origin.of(link.address()).isEncrypted()) {
            complaints.add(new Complaint(
                    index.named() + " links to files without encryption, which are left out",
                    page.toString(),
                    "let the index be set up with its public address"));
            return Optional.empty();
        }
        return Optional.of("http://" + host + files.add(index, link));
    }

    private void serveFile(HttpExchange exchange, OfferedFiles.Offer offer)
            throws Refusal, IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        copy(exchange, FILE_REQUEST, headers);
        headers.put("Accept-Encoding", "identity");
        try (Upstream.Answer answer =
                upstream.fetch(offer.index(), offer.address(), exchange.getRequestMethod(), headers)) {
            FILE_ANSWER.forEach(name -> answer.header(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
            long length = answer.headers().firstValueAsLong("content-length").orElse(0);
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.status() == 304;
            if (bodiless) {
                answer.header("content-length")
                        .ifPresent(value -> exchange.getResponseHeaders().set("Content-Length", value));
            }
            // To the server, 0 means that the length is not known, and -1 that there is nothing to send.
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : length);
            if (!bodiless) {
                answer.body().transferTo(exchange.getResponseBody());
            }
        }
    }

    private static void copy(HttpExchange exchange, Set<String> names, Map<String, String> headers) {
        for (String name : names) {
            List<String> values = exchange.getRequestHeaders().get(name);
            if (values != null && !values.isEmpty()) {
                headers.put(name, String.join(", ", values));
            }
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, refusal.status(), (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD") || status == 304) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
