package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.host.Host;
import io.github.pyb.index.Credentials;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.NamePattern;
import io.github.pyb.index.Proxies;
import io.github.pyb.index.ProxyServer;
import io.github.pyb.testing.Certificate;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.ProxyDouble;
import io.github.pyb.testing.SecretHunt;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds whose requirements come from indexes that Maven declares, installed by a real pip and a real uv. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what processes show of themselves is looked up in /proc")
class IndexedBuildTest {

    private static final String PASSWORD = "Canary/p@ss:wörd%25 #1";

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SecretHunt hunt = new SecretHunt().after("jane", PASSWORD).after("joe", "Proxy-" + PASSWORD);
    private final List<Index> indexes = new ArrayList<>();
    private Proxies proxies = Proxies.NONE;
    private Builds build;
    private IndexServer corp;
    private IndexServer publicIndex;

    @BeforeEach
    void makeModule() throws Exception {
        build = new Builds(TestBackend.into(
                directory.resolve("module"),
                "requires = ['corp-tool', 'part']",
                "build-backend = 'test_backend'",
                "backend-path = ['backend']"));
        Path inner = directory.resolve("wheels-inner");
        new WheelFile("corp_tool", "1.0").requiring("part").writeInto(inner);
        Path outer = directory.resolve("wheels-outer");
        new WheelFile("part", "2.0").writeInto(outer);
        // Somebody has taken the name of the company's own package, with a version that looks better.
        new WheelFile("corp_tool", "99.0").writeInto(outer);
        corp = closing(IndexServer.of(inner)).observedBy(hunt::inProcesses);
        publicIndex = closing(IndexServer.of(outer)).observedBy(hunt::inProcesses);
        build.host = new Host(Host.Family.LINUX, hostileEnvironment(), directory.resolve("home"));
        build.variables.put("FACTS", directory.resolve("facts.txt").toString());
        // Even what the POM says about sources does not count beside its indexes.
        build.variables.put("PIP_FIND_LINKS", outer.toString());
    }

    /** Everything that could lead an installer elsewhere than to the declared indexes. */
    private Map<String, String> hostileEnvironment() {
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables
                .keySet()
                .removeIf(name -> name.startsWith("PIP_")
                        || name.startsWith("UV")
                        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        String elsewhere = publicIndex.simple().toString();
        Path pip = Trees.write(
                directory.resolve("config/pip.conf"),
                "[global]",
                "extra-index-url = " + elsewhere,
                "proxy = http://localhost:1");
        Trees.write(directory.resolve("config/uv/uv.toml"), "[[index]]", "url = '" + elsewhere + "'");
        variables.put("PIP_CONFIG_FILE", pip.toString());
        variables.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        variables.put("PIP_CACHE_DIR", directory.resolve("cache/pip").toString());
        variables.put("UV_CACHE_DIR", directory.resolve("cache/uv").toString());
        variables.put("PIP_EXTRA_INDEX_URL", elsewhere);
        variables.put("UV_EXTRA_INDEX_URL", elsewhere);
        variables.put("UV_INDEX_STRATEGY", "unsafe-best-match");
        variables.put("NO_PROXY", "*");
        variables.put("http_proxy", "http://localhost:1");
        return variables;
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the requirements come from the declared indexes alone, and nobody else ever has the credentials")
    void canary(InstallerKind kind) throws Exception {
        install(kind);
        ProxyDouble proxy = closing(new ProxyDouble().wanting("joe", "Proxy-" + PASSWORD));
        proxies = through(proxy, new Credentials("joe", "Proxy-" + PASSWORD));
        corp.wanting("jane", PASSWORD);
        declare("corp", corp, new Credentials("jane", PASSWORD), "corp-*");
        declare("public", publicIndex, null);

        build.debug = true;
        BuildResult result = build.doing("spy").wheel();

        assertThat(result.builds().get(0).resolved().toString()).contains("corp-tool=1.0", "part=2.0");
        assertThat(publicIndex.requests()).isNotEmpty().noneMatch(request -> request.contains("corp"));
        assertThat(proxy.requests()).isNotEmpty();
        assertThat(corp.authorizations()).isNotEmpty();
        assertThat(publicIndex.authorizations()).isEmpty();
        assertThat(build.log.lines("INFO"))
                .contains("Package index: corp, " + corp.simple()
                        + " (for the test, credentials of the server corp-login), for corp-*");

        inLog();
        assertThat(build.work.resolve("report.json")).exists();
        build.metadata();
        inLog();
        build.goOffline();
        inLog();
        hunt.inFiles(directory);
        build.doing("spy-and-raise");
        assertThatThrownBy(build::wheel).hasMessageContaining("ValueError: boom");

        assertThat(build.failure().resolve("replay.sh")).exists();
        assertThat(build.defaultEnvironment().resolve("bin/python")).exists();
        hunt.inFiles(directory);
        inLog();
        assertThat(hunt.findings()).isEmpty();
        String store = build.store.directory().toString();
        assertThat(hunt.places())
                .anyMatch(place -> place.startsWith("/proc/") && place.endsWith("/environ"))
                .anyMatch(place -> place.startsWith(store + "/packs/"))
                .anyMatch(place -> place.startsWith(store + "/resolutions/"))
                .anyMatch(place -> place.startsWith(build.defaultEnvironment().toString()))
                .anyMatch(place -> place.startsWith(build.failure().toString()) && place.endsWith(".log"))
                .contains(
                        build.work.resolve("metadata.json").toString(),
                        build.failure().resolve("replay.sh").toString(),
                        build.work.resolve("log/metadata.log").toString(),
                        build.work.resolve("log/go-offline.log").toString(),
                        directory.resolve("facts.txt").toString(),
                        build.work.resolve("report.json").toString(),
                        build.work.resolve("log/wheel.log").toString());
    }

    /** As {@code mvn -X} would show it. */
    private void inLog() {
        hunt.in("the log", build.log.lines().toString().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a wrong password is one error, with server and address, and the installation fails in good time")
    void wrongPassword(InstallerKind kind) throws Exception {
        install(kind);
        corp.wanting("jane", "another");
        declare("corp", corp, new Credentials("jane", PASSWORD));

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(
                        "the build requirements could not be installed: the package index corp does not accept the"
                                + " credentials of the server corp-login in settings.xml (status 401); "
                                + (kind == InstallerKind.PIP ? "pip" : "uv")
                                + " ended with exit code ")
                .hasMessageContaining("not fetched:  " + corp.simple() + "\n")
                .hasMessageContaining("try:          correct <server> with the id corp-login in settings.xml")
                .hasMessageContaining("note:         the indexes come from Maven");

        hunt.inFiles(directory);
        assertThat(hunt.findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "hooks see nothing of the way, and what was fetched once comes from the installer's cache in the next build")
    void twice(InstallerKind kind) throws Exception {
        install(kind);
        declare("corp", corp, null, "corp-*");
        declare("public", publicIndex, null);

        build.doing("facts").wheel();
        int files = files(publicIndex);

        build.wheel();

        assertThat(Files.readString(directory.resolve("facts.txt")))
                .doesNotContain(".invalid", "@127.0.0.1", "UV_NO_CONFIG");
        assertThat(files).isPositive();
        assertThat(files(publicIndex)).isEqualTo(files);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("if no index is declared, the installer's own configuration counts, also for its proxies")
    void undeclared(InstallerKind kind) throws Exception {
        install(kind);
        Map<String, String> variables = new TreeMap<>(build.host.environment());
        variables.putAll(Map.of(
                "PIP_CONFIG_FILE",
                "/dev/null",
                "PIP_INDEX_URL",
                publicIndex.simple().toString(),
                "UV_DEFAULT_INDEX",
                publicIndex.simple().toString(),
                "UV_NO_CONFIG",
                "1"));
        build.host = new Host(Host.Family.LINUX, variables, directory.resolve("home"));
        build.variables.remove("PIP_FIND_LINKS");

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().toString()).contains("corp-tool=99.0");
        assertThat(build.log.lines("INFO")).noneMatch(line -> line.startsWith("Package index"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "if there is only a proxy, the installer gets through it to its own index, but for hosts that are excepted")
    void proxyAlone(InstallerKind kind) throws Exception {
        install(kind);
        Certificate certificate = Certificate.in(directory);
        IndexServer index = closing(IndexServer.of(directory.resolve("wheels-outer"), certificate.context()))
                .observedBy(hunt::inProcesses);
        ProxyDouble proxy = closing(new ProxyDouble().wanting("joe", "Proxy-" + PASSWORD));
        build.variables.remove("PIP_FIND_LINKS");

        installFrom(index.simple().toString(), certificate);
        build.indexes = new Indexes(List.of(), asMavenChooses(proxy, "127.*|*.internal"));
        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("corp-tool=99.0");
        assertThat(proxy.requests())
                .isNotEmpty()
                .containsOnly("CONNECT localhost:" + index.simple().getPort());
        hunt.inFiles(directory);

        int led = proxy.requests().size();
        build.resolveAnew();
        installFrom(index.simple().toString().replace("localhost", "127.0.0.1"), certificate);
        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("corp-tool=99.0");
        assertThat(proxy.requests()).as("what went through the proxy before").hasSize(led);
        assertThat(hunt.findings()).isEmpty();
    }

    /** The installer's own configuration, and nothing else. */
    private void installFrom(String address, Certificate certificate) {
        Map<String, String> variables = new TreeMap<>(build.host.environment());
        variables.keySet().removeIf(name -> name.matches("(?i).*_proxy|.*EXTRA_INDEX_URL|.*_CA_BUNDLE"));
        variables.putAll(Map.of(
                "PIP_CONFIG_FILE",
                "/dev/null",
                "PIP_INDEX_URL",
                address,
                "PIP_CERT",
                certificate.text().toString(),
                "UV_DEFAULT_INDEX",
                address,
                "UV_NO_CONFIG",
                "1",
                "SSL_CERT_FILE",
                certificate.text().toString()));
        build.host = new Host(Host.Family.LINUX, variables, directory.resolve("home"));
    }

    /** A proxy of settings.xml, with its {@code nonProxyHosts}, as Maven's own selector reads them. */
    private static Proxies asMavenChooses(ProxyDouble proxy, String nonProxyHosts) {
        DefaultProxySelector selector = new DefaultProxySelector()
                .add(new org.eclipse.aether.repository.Proxy("http", "localhost", proxy.port()), nonProxyHosts);
        Proxies always = through(proxy, new Credentials("joe", "Proxy-" + PASSWORD));
        return new Proxies() {
            @Override
            public Optional<ProxyServer> towards(URI address) {
                RemoteRepository target = new RemoteRepository.Builder("index", "default", address.toString()).build();
                return selector.getProxy(target) == null ? Optional.empty() : always.towards(address);
            }

            @Override
            public boolean areDeclared() {
                return true;
            }
        };
    }

    @Test
    @DisplayName("what was resolved with some indexes is not taken for what others have")
    void otherIndexes() throws Exception {
        declare("public", publicIndex, null);
        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("corp-tool=99.0");

        indexes.clear();
        declare("corp", corp, null, "corp-*");
        declare("public", publicIndex, null);

        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("corp-tool=1.0");

        int asked = corp.requests().size();
        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("corp-tool=1.0");
        assertThat(corp.requests()).as("requests when all is known").hasSize(asked);
    }

    private static int files(IndexServer server) {
        return (int) server.requests().stream()
                .filter(request -> request.matches("GET .*/files/.*"))
                .count();
    }

    private void install(InstallerKind kind) {
        build.installer = kind == InstallerKind.PIP
                ? InstallerChoice.pip()
                : new InstallerChoice(kind, Optional.of(Uv.executable()), false);
    }

    private void declare(String id, IndexServer server, Credentials credentials, String... patterns) {
        indexes.add(new Index(
                id,
                server.simple(),
                Optional.ofNullable(credentials),
                Stream.of(patterns)
                        .map(text -> NamePattern.parse(text).orElseThrow())
                        .toList(),
                "for the test",
                id + "-login"));
        build.indexes = new Indexes(indexes, proxies);
    }

    private static Proxies through(ProxyDouble proxy, Credentials credentials) {
        return new Proxies() {
            @Override
            public Optional<ProxyServer> towards(URI address) {
                return Optional.of(new ProxyServer("localhost", proxy.port(), Optional.of(credentials)));
            }

            @Override
            public boolean areDeclared() {
                return true;
            }
        };
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }
}
