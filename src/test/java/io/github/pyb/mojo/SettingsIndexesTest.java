package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.NamePattern;
import io.github.pyb.index.Proxies;
import io.github.pyb.problem.UserProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the POM's declarations and settings.xml to the indexes that a build gets. */
class SettingsIndexesTest {

    private static final String URL = "https://repository.example/pypi/simple";

    private final Settings settings = new Settings();
    private final SettingsDecrypter decrypter = mock(SettingsDecrypter.class);
    private final SettingsDecryptionResult decrypted = mock(SettingsDecryptionResult.class);
    private final DefaultRepositorySystemSession session = new DefaultRepositorySystemSession();
    private final List<PackageIndex> several = new ArrayList<>();

    @BeforeEach
    void decryptNothing() {
        when(decrypter.decrypt(any())).thenAnswer(call -> {
            Server server =
                    call.<SettingsDecryptionRequest>getArgument(0).getServers().get(0);
            when(decrypted.getServer()).thenReturn(server);
            return decrypted;
        });
        when(decrypted.getProblems()).thenReturn(List.of());
    }

    @Test
    @DisplayName("if nothing is declared, nothing is, whatever mirrors and servers there are for other things")
    void undeclared() throws Exception {
        mirror("all", "*", "https://repository.example/maven");
        mirror("most", "external:*,!pypi", "https://repository.example/maven");
        server("pypi", "jane", "for uploads");

        assertThat(read().declared()).isEmpty();
        assertThat(read().areDeclared()).isFalse();
    }

    @Test
    @DisplayName("one address is one index, with the credentials of the server of its id")
    void one() throws Exception {
        server("corp", "jane", "secret");

        Index index = read(URL, "corp").declared().get(0);

        assertThat(index.words()).isEqualTo("corp, " + URL + "/ (the parameter index, credentials of the server corp)");
        assertThat(index.credentials()).isPresent();
        assertThat(index.patterns()).isEmpty();
        assertThat(read(URL, "pypi").declared().get(0).words())
                .isEqualTo("pypi, " + URL + "/ (the parameter index, no credentials)");
    }

    @Test
    @DisplayName(
            "a server may have headers for its credentials, as Maven knows them, beside a password or in its place")
    void headers() throws Exception {
        Server token = new Server();
        token.setId("corp");
        token.setConfiguration(httpHeaders("Private-Token", "secret"));
        settings.addServer(token);

        Index index = read(URL, "corp").declared().get(0);

        assertThat(index.words()).isEqualTo("corp, " + URL + "/ (the parameter index, credentials of the server corp)");
        assertThat(index.toString()).doesNotContain("secret");
        token.setUsername("jane");
        assertThat(read(URL, "corp").declared().get(0).credentials()).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Host: secret", "Two Words: secret", ": secret", "Token: secret\nsecret: yes", "Token:"})
    @DisplayName("a header that cannot be sent is refused, and its value is not shown")
    void badHeaders(String header) {
        String[] parts = header.split(":", 2);
        Server server = new Server();
        server.setId("corp");
        server.setConfiguration(httpHeaders(parts[0], parts[1].isEmpty() ? null : parts[1]));
        settings.addServer(server);

        assertThatThrownBy(() -> read(URL, "corp"))
                .isInstanceOf(UserProblem.class)
                .hasMessageStartingWith("the server corp in settings.xml has a header (")
                .hasMessageContaining(") that cannot be sent")
                .hasMessageNotContaining("secret");
    }

    private static Xpp3Dom httpHeaders(String name, String value) {
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        Xpp3Dom headers = new Xpp3Dom("httpHeaders");
        Xpp3Dom property = new Xpp3Dom("property");
        Xpp3Dom first = new Xpp3Dom("name");
        first.setValue(name);
        Xpp3Dom second = new Xpp3Dom("value");
        second.setValue(value);
        property.addChild(first);
        property.addChild(second);
        headers.addChild(property);
        configuration.addChild(headers);
        return configuration;
    }

    @Test
    @DisplayName("a mirror that names the index stands in for it, with its own credentials; without a POM's word, too")
    void mirrored() throws Exception {
        mirror("proxy-of-python", "central, pypi", URL);
        server("proxy-of-python", "jane", "secret");
        server("pypi", "joe", "for uploads");

        String words = "pypi, " + URL + "/ (mirror proxy-of-python in settings.xml, credentials of the server"
                + " proxy-of-python)";
        assertThat(read().declared()).extracting(Index::words).containsExactly(words);
        assertThat(read("https://elsewhere.example/", "pypi").declared())
                .extracting(Index::words)
                .containsExactly(words);
        assertThat(read("https://elsewhere.example/", "corp").declared())
                .extracting(Index::address)
                .containsExactly(URI.create("https://elsewhere.example/"));
    }

    @Test
    @DisplayName("several indexes share the names between them")
    void several() throws Exception {
        several("corp", URL, "Corp_*", "tool");
        several("rest", "http://other.example/simple/");

        Indexes indexes = read();

        assertThat(indexes.declared()).extracting(Index::id).containsExactly("corp", "rest");
        assertThat(indexes.declared().get(0).patterns())
                .containsExactly(new NamePattern("corp-*"), new NamePattern("tool"));
        assertThat(indexes.declared().get(1).patterns()).isEmpty();
    }

    @Test
    @DisplayName("what leaves open where a name comes from is refused")
    void ambiguous() {
        several("one", URL);
        several("two", URL);
        assertRefused("the indexes one and two have no patterns, so that a name could come from either");

        several.get(1).id = "one";
        assertRefused("two indexes have the id one");

        several.get(1).id = " ";
        assertRefused("an index in the parameter indexes has no id");

        several.get(1).id = "two";
        several.get(1).patterns = List.of("corp", "a b");
        assertRefused("no name of a project can be like the pattern \"a b\" of the index two");

        several.get(1).patterns = List.of("corp");
        several.get(1).url = null;
        assertRefused("the index two has no address, and settings.xml has no mirror of it");
        assertThatThrownBy(() -> read(URL, "pypi"))
                .hasMessageContaining("indexes and index (-Dpyb.index) contradict each other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://jane:canary@repository.example/simple/",
                "https://canary@repository.example/",
                "https://jane:can@ary@under_score/"
            })
    @DisplayName("an address with a password in it is refused, and not repeated")
    void passwordInAddress(String address) {
        assertThatThrownBy(() -> read(address, "corp"))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the address of the index corp has a user name or a password in it")
                .hasMessageContaining("put both into a <server> with that id in settings.xml")
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("ary@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"repository.example/simple", "file:///srv/simple", "https:///simple", "ht tp://x", URL + "?a"})
    @DisplayName("what is no web address is refused")
    void noAddress(String address) {
        assertThatThrownBy(() -> read(address, "corp"))
                .hasMessageContaining("the address of the index corp is no web address");
    }

    @Test
    @DisplayName("a password that cannot be decrypted is told with the server's id")
    void undecryptable() {
        server("corp", "jane", "{canary}");
        when(decrypted.getProblems())
                .thenReturn(List.of(new DefaultSettingsProblem(
                        "no master password", SettingsProblem.Severity.ERROR, "settings.xml", 0, 0, null)));

        assertThatThrownBy(() -> read(URL, "corp"))
                .hasMessageContaining("the password of the server corp in settings.xml cannot be decrypted: no master")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest(name = "{0} goes through {1}")
    @CsvSource({
        "https://repository.example/simple/, one.example:3128",
        "http://repository.example/simple/, one.example:3128",
        "https://a.corp.example:8443/, ''",
        "https://10.1.2.3/, ''",
        "http://localhost:8080/, ''"
    })
    @DisplayName("proxies are chosen as Maven chooses them, with their exceptions")
    void proxies(String address, String expected) throws Exception {
        Proxy proxy = new Proxy();
        proxy.setActive(true);
        settings.addProxy(proxy);
        session.setProxySelector(new DefaultProxySelector()
                .add(
                        new org.eclipse.aether.repository.Proxy(
                                "http",
                                "one.example",
                                3128,
                                new AuthenticationBuilder()
                                        .addUsername("joe")
                                        .addPassword("canary")
                                        .build()),
                        "*.corp.example|10.*|localhost"));

        Proxies proxies = read(URL, "corp").proxies();

        assertThat(proxies.areDeclared()).isTrue();
        assertThat(proxies.towards(URI.create(address))
                        .map(server -> server.host() + ":" + server.port())
                        .orElse(""))
                .isEqualTo(expected);
        assertThat(proxies.towards(URI.create("https://far.example/"))
                        .orElseThrow()
                        .credentials())
                .isPresent();
        assertThat(proxies.towards(URI.create("https://far.example/")).toString())
                .doesNotContain("canary");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read).isInstanceOf(UserProblem.class).hasMessageContaining(message);
    }

    private Indexes read() throws UserProblem {
        return reader().read(several, Optional.empty(), "pypi");
    }

    private Indexes read(String address, String id) throws UserProblem {
        return reader().read(several, Optional.of(address), id);
    }

    private SettingsIndexes reader() {
        return new SettingsIndexes(settings, decrypter, session);
    }

    private void several(String id, String url, String... patterns) {
        PackageIndex index = new PackageIndex();
        index.id = id;
        index.url = url;
        index.patterns = List.of(patterns);
        several.add(index);
    }

    private void mirror(String id, String of, String url) {
        Mirror mirror = new Mirror();
        mirror.setId(id);
        mirror.setMirrorOf(of);
        mirror.setUrl(url);
        settings.addMirror(mirror);
    }

    private void server(String id, String user, String password) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(user);
        server.setPassword(password);
        settings.addServer(server);
    }
}
