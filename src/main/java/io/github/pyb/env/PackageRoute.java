package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Complaint;
import io.github.pyb.index.Gateway;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.PublishedFile;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one run of an installer gets at packages. If Maven declares indexes, they are all that it knows, and its own
 * configuration of sources is set aside. If Maven only knows proxies, they lead to wherever the installer's own
 * configuration says, unless that has proxies itself. Otherwise nothing of it is touched.
 *
 * <p>What the installer is told is not written down anywhere. It ends with the run, and it is no credential of an index.
 */
final class PackageRoute implements AutoCloseable {

    private static final List<String> PROXY_VARIABLES =
            List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "PIP_PROXY", "UV_HTTPS_PROXY");

    /** Variables that would lead around the gateway. */
    private static final String[] DETOURS = {"no_proxy", "NO_PROXY"};

    private static final String[] SOURCES_OF_PIP = {
        "PIP_ISOLATED",
        "PIP_PYPI_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_FIND_LINKS",
        "PIP_NO_INDEX",
        "PIP_PROXY",
        "PIP_KEYRING_PROVIDER"
    };

    private static final String[] SOURCES_OF_UV = {
        "UV_CONFIG_FILE",
        "UV_INDEX",
        "UV_INDEX_URL",
        "UV_EXTRA_INDEX_URL",
        "UV_FIND_LINKS",
        "UV_NO_INDEX",
        "UV_HTTP_PROXY",
        "UV_HTTPS_PROXY",
        "UV_NO_PROXY",
        "UV_KEYRING_PROVIDER"
    };

    private final Host host;
    private final Indexes indexes;
    private final @Nullable Gateway gateway;

    private PackageRoute(Host host, Indexes indexes, @Nullable Gateway gateway) {
        this.host = host;
        this.indexes = indexes;
        this.gateway = gateway;
    }

    /**
     * Opens the way.
     *
     * @param changes what the installer sees besides
     */
    static PackageRoute open(Host host, Indexes indexes, EnvironmentChanges changes) throws MachineProblem {
        boolean needed = indexes.areDeclared() || (indexes.proxies().areDeclared() && !hasProxies(host, changes));
        return new PackageRoute(host, indexes, needed ? Gateway.open(indexes) : null);
    }

    /** Whether the user has proxies in the environment. */
    static boolean hasProxies(Host host, EnvironmentChanges changes) {
        return PROXY_VARIABLES.stream()
                .anyMatch(name -> !changes.applyTo(host).getOrDefault(name, "").isBlank());
    }

    /** What is done while it is open. */
    @FunctionalInterface
    interface Use {
        void with(PackageRoute route) throws UserProblem, MachineProblem;
    }

    /** Whether Maven says where packages come from. */
    boolean isDeclared() {
        return indexes.areDeclared();
    }

    /** What pip is told, for this run. */
    EnvironmentChanges forPip() {
        if (gateway == null || !isDeclared()) {
            return proxies();
        }
        return proxies()
                .without(SOURCES_OF_PIP)
                .with("PIP_CONFIG_FILE", host.isWindows() ? "nul" : "/dev/null")
                .with("PIP_INDEX_URL", gateway.indexAddress())
                // Nothing is encrypted on the way to ourselves; without this, pip would not use its cache either.
                .with("PIP_TRUSTED_HOST", gateway.host());
    }

    /** What uv is told, for this run. */
    EnvironmentChanges forUv() {
        if (gateway == null || !isDeclared()) {
            return proxies();
        }
        return proxies()
                .without(SOURCES_OF_UV)
                .with("UV_NO_CONFIG", "1")
                .with("UV_DEFAULT_INDEX", gateway.indexAddress());
    }

    private EnvironmentChanges proxies() {
        EnvironmentChanges changes = EnvironmentChanges.none();
        if (gateway == null) {
            return changes;
        }
        if (isDeclared()) {
            changes = changes.without(DETOURS)
                    .with("http_proxy", gateway.proxyAddress())
                    .with("HTTP_PROXY", gateway.proxyAddress());
        }
        if (indexes.proxies().areDeclared()) {
            changes = changes.with("https_proxy", gateway.tunnelAddress()).with("HTTPS_PROXY", gateway.tunnelAddress());
        }
        return changes;
    }

    /** What the installer knows by another address, as everybody else knows it. */
    Optional<PublishedFile> published(String address) {
        return gateway == null ? Optional.empty() : gateway.published(address);
    }

    /** What went wrong on the way. */
    List<Complaint> complaints() {
        return Stream.ofNullable(gateway)
                .flatMap(open -> open.complaints().stream())
                .toList();
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
