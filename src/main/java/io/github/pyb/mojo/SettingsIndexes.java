package io.github.pyb.mojo;

import io.github.pyb.index.Credentials;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.NamePattern;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/**
 * Package indexes as the POM and settings.xml declare them together: the POM says which there are, settings.xml says who we
 * are there, and whether another server stands in for one of them.
 */
final class SettingsIndexes {

    /** The index that everybody means who names none. */
    static final String STANDARD = "pypi";

    private final Settings settings;
    private final SettingsDecrypter decrypter;
    private final RepositorySystemSession session;

    SettingsIndexes(Settings settings, SettingsDecrypter decrypter, RepositorySystemSession session) {
        this.settings = settings;
        this.decrypter = decrypter;
        this.session = session;
    }

    /**
     * Reads the declarations.
     *
     * @param several the parameter {@code indexes}
     * @param address the parameter {@code index}
     * @param id the parameter {@code indexId}
     */
    Indexes read(List<PackageIndex> several, Optional<String> address, String id) throws UserProblem {
        List<Index> declared = new ArrayList<>();
        if (several.isEmpty()) {
            if (address.isPresent() || !id.equals(STANDARD) || mirrorOf(id).isPresent()) {
                declared.add(index(id, address, List.of(), "the parameter index"));
            }
        } else if (address.isPresent()) {
            throw bad("indexes and index (-Dpyb.index) contradict each other", "leave out one of the two");
        }
        for (PackageIndex one : several) {
            String name = ParameterValues.given(one.id)
                    .orElseThrow(() -> bad("an index in the parameter indexes has no id", "give it an <id>"));
            declared.add(index(
                    name,
                    ParameterValues.given(one.url),
                    one.patterns == null ? List.of() : one.patterns,
                    "the parameter indexes"));
        }
        checkUnambiguous(declared);
        return new Indexes(declared, new MavenProxies(settings, session));
    }

    private static void checkUnambiguous(List<Index> declared) throws UserProblem {
        Set<String> ids = new HashSet<>();
        for (Index index : declared) {
            if (!ids.add(index.id())) {
                throw bad("two indexes have the id " + index.id(), "give each of them an id of its own");
            }
        }
        List<String> unlimited = declared.stream()
                .filter(index -> index.patterns().isEmpty())
                .map(Index::id)
                .toList();
        if (unlimited.size() > 1) {
            throw bad(
                    "the indexes " + String.join(" and ", unlimited)
                            + " have no patterns, so that a name could come from" + " either",
                    "say with <patterns> which names come from which; one index may do without, for all the rest");
        }
    }

    private Index index(String id, Optional<String> address, List<String> patterns, String parameter)
            throws UserProblem {
        Optional<Mirror> mirror = mirrorOf(id);
        String server = mirror.map(Mirror::getId).orElse(id);
        String place = mirror.map(Mirror::getUrl)
                .or(() -> address)
                .orElseThrow(() -> bad(
                        "the index " + id + " has no address, and settings.xml has no mirror of it",
                        "give it one in " + parameter + ", or declare a <mirror> with <mirrorOf>" + id
                                + "</mirrorOf> in settings.xml"));
        List<NamePattern> names = new ArrayList<>();
        for (String pattern : patterns) {
            names.add(NamePattern.parse(String.valueOf(pattern))
                    .orElseThrow(() -> bad(
                            "no name of a project can be like the pattern \"" + pattern + "\" of the index " + id,
                            "letters, digits, hyphens, and * for any characters")));
        }
        return new Index(
                id,
                address(id, place),
                credentials(server),
                names,
                mirror.isPresent() ? "mirror " + server + " in settings.xml" : parameter,
                server);
    }

    /** Only one that names the index: {@code *} and its like speak of Maven's own repositories. */
    private Optional<Mirror> mirrorOf(String id) {
        return settings.getMirrors().stream()
                .filter(mirror -> mirror.getMirrorOf() != null)
                .filter(mirror ->
                        List.of(mirror.getMirrorOf().split("[,\\s]+", -1)).contains(id))
                .findFirst();
    }

    /** The message does not quote the address: it may be the password that makes it a bad one. */
    private static URI address(String id, String text) throws UserProblem {
        URI address;
        try {
            address = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw bad("the address of the index " + id + " is no web address", "https://HOST/PATH/simple/");
        }
        if (String.valueOf(address.getRawAuthority()).contains("@")) {
            throw bad(
                    "the address of the index " + id + " has a user name or a password in it, where everybody sees it",
                    "take it out, and put both into a <server> with that id in settings.xml");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || address.getHost() == null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw bad("the address of the index " + id + " is no web address", "https://HOST/PATH/simple/");
        }
        return address;
    }

    private Optional<Credentials> credentials(String id) throws UserProblem {
        Server server = settings.getServer(id);
        if (server == null) {
            return Optional.empty();
        }
        Map<String, String> headers = ServerHeaders.of(server);
        if (server.getUsername() == null && server.getPassword() == null) {
            return headers.isEmpty() ? Optional.empty() : Optional.of(new Credentials(headers));
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw bad(
                        "the password of the server " + id + " in settings.xml cannot be decrypted: "
                                + problem.getMessage(),
                        "encrypt it anew (mvn --encrypt-password), with the master password of this user");
            }
        }
        Server clear = result.getServer();
        return Optional.of(new Credentials(orEmpty(clear.getUsername()), orEmpty(clear.getPassword())).and(headers));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static UserProblem bad(String what, String advice) {
        return new UserProblem(ProblemKind.BAD_PARAMETER, Explanation.of(what).attempt(advice));
    }
}
