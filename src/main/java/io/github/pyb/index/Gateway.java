package io.github.pyb.index;

import com.sun.net.httpserver.HttpServer;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The way of one installer to Maven's indexes, open while it runs.
 *
 * <p>To the installer the indexes are one, on a host that does not exist and is reached through a proxy: this gateway. So the
 * addresses of files are the same in every build, as its cache needs them, although port and secret are others each time;
 * and where the proxy is not used by mistake, nothing leaves the machine.
 */
public final class Gateway implements AutoCloseable {

    private final String host;
    private final Token token;
    private final HttpServer server;
    private final Service service;
    private final Tunnels tunnels;
    private final Complaints complaints;
    private final ExecutorService executor;

    private Gateway(
            String host,
            Token token,
            HttpServer server,
            Service service,
            Tunnels tunnels,
            Complaints complaints,
            ExecutorService executor) {
        this.host = host;
        this.token = token;
        this.server = server;
        this.service = service;
        this.tunnels = tunnels;
        this.complaints = complaints;
        this.executor = executor;
    }

    /** Opens a gateway; nothing beyond the machine is asked before the installer asks. */
    public static Gateway open(Indexes indexes) throws MachineProblem {
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "pyb-index");
            thread.setDaemon(true);
            return thread;
        });
        Token token = Token.random();
        Complaints complaints = new Complaints();
        String host = hostName(indexes);
        try {
            // Not by its name, which may mean more than one address.
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setExecutor(executor);
            Tunnels tunnels = tunnels(server, token, indexes.proxies(), complaints, executor);
            Upstream upstream = new Upstream(indexes.proxies(), tunnels, complaints, executor);
            Service service = new Service(host, token, indexes, upstream, complaints);
            server.createContext("/", service);
            server.start();
            return new Gateway(host, token, server, service, tunnels, complaints, executor);
        } catch (IOException e) {
            executor.shutdownNow();
            throw MachineProblem.of("cannot listen on the loopback interface", "127.0.0.1", e);
        }
    }

    private static Tunnels tunnels(
            HttpServer server, Token token, Proxies proxies, Complaints complaints, ExecutorService executor)
            throws IOException {
        try {
            return Tunnels.open(server.getAddress().getAddress(), token, proxies, complaints, executor);
        } catch (IOException e) {
            server.stop(0);
            throw e;
        }
    }

    /** The same for the same indexes, so that what was cached of one is not taken for a part of another. */
    private static String hostName(Indexes indexes) {
        String all = indexes.declared().stream()
                .map(index -> index.address() + " " + index.patterns())
                .collect(Collectors.joining("\n"));
        return "maven-" + OfferedFiles.digest(all).substring(0, 12) + ".invalid";
    }

    /** The name of the one host that there is. */
    public String host() {
        return host;
    }

    /** The address of the index, which holds no secret. */
    public String indexAddress() {
        return "http://" + host + Service.SIMPLE;
    }

    /** The proxy that leads to the index. A secret. */
    public String proxyAddress() {
        return address(server.getAddress());
    }

    /** The proxy that leads to everything else that is encrypted, as settings.xml says. A secret. */
    public String tunnelAddress() {
        return address(tunnels.address());
    }

    private String address(InetSocketAddress place) {
        return "http://" + token.userInfo() + "@" + place.getAddress().getHostAddress() + ":" + place.getPort();
    }

    /** The file that an address on this host stands for, if a page has offered it. */
    public Optional<PublishedFile> published(String address) {
        try {
            return service.published(new URI(address));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What could not be fetched. */
    public List<Complaint> complaints() {
        return complaints.list();
    }

    @Override
    public void close() {
        server.stop(0);
        try {
            tunnels.close();
        } catch (IOException e) {
            complaints.add(new Complaint("a socket could not be closed", String.valueOf(e.getMessage()), ""));
        }
        executor.shutdownNow();
    }
}
