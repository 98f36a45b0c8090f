package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.Proxies;
import io.github.pyb.index.ProxyServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an installer is told of Maven's indexes and proxies. */
class PackageRouteTest {

    private static final Index INDEX = new Index(
            "corp", URI.create("https://repository.example/simple/"), Optional.empty(), List.of(), "", "corp");

    private static final Proxies PROXIES = new Proxies() {
        @Override
        public Optional<ProxyServer> towards(URI address) {
            return Optional.of(new ProxyServer("proxy.example", 3128, Optional.empty()));
        }

        @Override
        public boolean areDeclared() {
            return true;
        }
    };

    private final Map<String, String> inherited = new TreeMap<>(Map.of("PATH", "/bin"));
    private EnvironmentChanges changes = EnvironmentChanges.none();

    @Test
    @DisplayName("without a word from Maven, nothing is told")
    void nothing() throws Exception {
        assertThat(pip(Indexes.UNDECLARED)).isEqualTo(inherited);
        assertThat(uv(Indexes.UNDECLARED)).isEqualTo(inherited);
    }

    @Test
    @DisplayName("with indexes, sources of the user's own are taken away, wherever they were set, and nothing else is")
    void indexes() throws Exception {
        inherited.putAll(Map.of(
                "PIP_EXTRA_INDEX_URL", "https://elsewhere.example",
                "PIP_NO_INDEX", "1",
                "PIP_CACHE_DIR", "/cache",
                "UV_INDEX", "https://elsewhere.example",
                "UV_CACHE_DIR", "/cache",
                "NO_PROXY", "*",
                "https_proxy", "http://proxy.example"));
        changes = changes.with("PIP_FIND_LINKS", "/wheels").with("UV_FIND_LINKS", "/wheels");
        Indexes indexes = new Indexes(List.of(INDEX), Proxies.NONE);

        assertThat(pip(indexes))
                .doesNotContainKeys("PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "NO_PROXY")
                .containsEntry("PIP_CACHE_DIR", "/cache")
                .containsEntry("PIP_CONFIG_FILE", "/dev/null")
                .containsEntry("https_proxy", "http://proxy.example")
                .containsKeys("PIP_INDEX_URL", "PIP_TRUSTED_HOST", "http_proxy", "HTTP_PROXY");
        assertThat(pip(indexes).get("PIP_INDEX_URL")).matches("http://maven-[0-9a-f]{12}\\.invalid/simple/");
        assertThat(uv(indexes))
                .doesNotContainKeys("UV_INDEX", "UV_FIND_LINKS", "NO_PROXY")
                .containsEntry("UV_CACHE_DIR", "/cache")
                .containsEntry("UV_NO_CONFIG", "1")
                .containsEntry("UV_DEFAULT_INDEX", pip(indexes).get("PIP_INDEX_URL"));
    }

    @Test
    @DisplayName("with proxies alone, these lead to wherever the installer's own configuration says")
    void proxies() throws Exception {
        inherited.put("PIP_INDEX_URL", "https://own.example/simple");
        inherited.put("no_proxy", ".example");

        Map<String, String> seen = pip(new Indexes(List.of(), PROXIES));

        assertThat(seen.get("https_proxy")).matches("http://pyb:[0-9a-f]+@127\\.0\\.0\\.1:[0-9]+");
        assertThat(seen)
                .containsEntry("HTTPS_PROXY", seen.get("https_proxy"))
                .containsEntry("PIP_INDEX_URL", "https://own.example/simple")
                .containsEntry("no_proxy", ".example")
                .doesNotContainKeys("http_proxy", "PIP_CONFIG_FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "ALL_PROXY", "PIP_PROXY"})
    @DisplayName("proxies of the installer's own configuration come before those of Maven")
    void ownProxies(String variable) throws Exception {
        inherited.put(variable, "http://own.example:8080");

        assertThat(pip(new Indexes(List.of(), PROXIES))).isEqualTo(inherited);
    }

    private Map<String, String> pip(Indexes indexes) throws Exception {
        try (PackageRoute route = PackageRoute.open(host(), indexes, changes)) {
            return changes.then(route.forPip()).applyTo(host());
        }
    }

    private Map<String, String> uv(Indexes indexes) throws Exception {
        try (PackageRoute route = PackageRoute.open(host(), indexes, changes)) {
            return changes.then(route.forUv()).applyTo(host());
        }
    }

    private Host host() {
        return new Host(Host.Family.LINUX, inherited, Path.of("/home/me"));
    }
}
