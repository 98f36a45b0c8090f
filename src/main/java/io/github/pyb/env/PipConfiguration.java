package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the user has configured of pip, and whether it matters to whoever does pip's work.
 *
 * @param others variables and files that may decide what is installed, or how
 * @param choices those that only decide which versions are chosen
 * @param authorities files with the certificates of those that pip trusts, each in all its spellings
 * @param sources those that only decide where packages come from
 * @param offline whether nothing may be fetched
 * @param declared whether Maven says where packages come from; then {@code sources} do not count
 */
record PipConfiguration(
        Set<String> others,
        Set<String> choices,
        Set<String> authorities,
        Set<String> sources,
        boolean offline,
        boolean declared) {

    /** What this plugin sets itself for every pip. */
    private static final Set<String> OURS = Set.of("PIP_USER", "PIP_REQUIRE_VIRTUALENV");

    /** What changes nothing about a wheel whose hash is known, although it may change what is resolved. */
    private static final Set<String> CHOICES = Set.of("PIP_CONSTRAINT", "PIP_PREFER_BINARY");

    /** What changes nothing about a wheel, nor which one it is. */
    private static final Set<String> HARMLESS = Set.of(
            "PIP_BREAK_SYSTEM_PACKAGES",
            "PIP_NO_CACHE_DIR",
            "PIP_NO_COMPILE",
            "PIP_NO_WARN_SCRIPT_LOCATION",
            "PIP_QUIET",
            "PIP_ROOT_USER_ACTION",
            "PIP_VERBOSE");

    private static final Set<String> SOURCES = Set.of(
            "PIP_INDEX_URL",
            "PIP_PYPI_URL",
            "PIP_EXTRA_INDEX_URL",
            "PIP_FIND_LINKS",
            "PIP_NO_INDEX",
            "PIP_TRUSTED_HOST",
            "PIP_PROXY",
            "PIP_CLIENT_CERT",
            "PIP_KEYRING_PROVIDER");

    /** The library that pip asks with lets these count more than pip's own option. */
    private static final List<String> BUNDLES = List.of("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE");

    /** What counts where pip asks the system whom to trust. */
    private static final List<String> SYSTEM_BUNDLES = List.of("SSL_CERT_FILE", "SSL_CERT_DIR");

    private static final String CERT = "PIP_CERT";

    /** @param changes what pip would see */
    static PipConfiguration of(Host host, EnvironmentChanges changes, EnvironmentSettings settings) {
        Map<String, String> environment = changes.applyTo(host);
        InstallerConfiguration all = InstallerConfiguration.of(InstallerKind.PIP, host, environment);
        boolean declared =
                settings.indexes().areDeclared() && !settings.installer().offline();
        PipConfiguration found = new PipConfiguration(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                settings.installer().offline(),
                declared);
        for (String name : all.variables().keySet()) {
            found.sort(name, name);
        }
        // As pip has it: then it reads no file at all. Where Maven declares indexes, it is told so.
        boolean withoutFiles =
                declared || environment.getOrDefault("PIP_CONFIG_FILE", "").equals("/dev/null");
        for (Path file : all.files()) {
            if (!withoutFiles && Files.exists(file)) {
                found.read(file, environment.getOrDefault(CERT, "").isEmpty());
            }
        }
        for (String name : BUNDLES) {
            found.addAuthorities(environment.getOrDefault(name, ""));
        }
        if (PackageRoute.hasProxies(host, changes)) {
            found.sources.add("a proxy in the environment");
        }
        if (!declared) {
            found.addDoubts(host, environment);
        }
        return found;
    }

    /** What else decides whom pip believes, or who it says it is. */
    private void addDoubts(Host host, Map<String, String> environment) {
        if (authorities.size() > 1 || authorities.stream().anyMatch(file -> !file.startsWith("/"))) {
            choices.add("certificates in " + String.join(", ", authorities));
        }
        for (String name : SYSTEM_BUNDLES) {
            if (authorities.isEmpty() && !environment.getOrDefault(name, "").isEmpty()) {
                choices.add(name);
            }
        }
        Path home = Path.of(environment.getOrDefault("HOME", host.home().toString()));
        for (Path file : List.of(
                home.resolve(".netrc"), home.resolve("_netrc"), Path.of(environment.getOrDefault("NETRC", "")))) {
            if (Files.isRegularFile(file)) {
                choices.add(file.toString());
            }
        }
    }

    private void addAuthorities(String file) {
        if (!file.isEmpty()) {
            authorities.add(file);
        }
    }

    private void sort(String variable, String shown) {
        if (SOURCES.contains(variable)) {
            sources.add(shown);
        } else if (CHOICES.contains(variable)) {
            choices.add(shown);
        } else if (!OURS.contains(variable) && !HARMLESS.contains(variable) && !variable.equals("PIP_CONFIG_FILE")) {
            others.add(shown);
        }
    }

    /** Every key of a file is also a variable. What follows a key with blanks before it belongs to its value. */
    private void read(Path file, boolean withAuthorities) {
        try {
            for (String line : Files.readAllLines(file)) {
                boolean key =
                        !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && "#;[".indexOf(line.charAt(0)) < 0;
                if (key) {
                    String[] parts = line.split("[=:]", 2);
                    String name = parts[0].strip();
                    String variable = "PIP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
                    if (InstallerConfiguration.hasEffect(variable)) {
                        sort(variable, name + " in " + file);
                    } else if (variable.equals(CERT) && withAuthorities) {
                        // What follows on another line is none that is there.
                        authorities.add(parts.length > 1 ? parts[1].strip() : "");
                    }
                }
            }
        } catch (IOException e) {
            others.add(file.toString());
        }
    }

    // Written out, because for a record's own a JVM makes code first, which takes long.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PipConfiguration configuration
                && others.equals(configuration.others)
                && choices.equals(configuration.choices)
                && authorities.equals(configuration.authorities)
                && sources.equals(configuration.sources)
                && offline == configuration.offline
                && declared == configuration.declared;
    }

    @Override
    public int hashCode() {
        return Objects.hash(others, choices, authorities, sources, offline, declared);
    }

    /** What is configured besides where packages come from: nobody but pip knows what it comes to. */
    Optional<String> otherThanSources() {
        return others.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", others));
    }

    /** Why versions must not be chosen here; the rest of a sentence. */
    Optional<String> whyNotChoose() {
        return whyNotDownload()
                .or(() -> choices.isEmpty()
                        ? Optional.empty()
                        : Optional.of("pip is configured: " + String.join(", ", choices)));
    }

    /** The file with the certificates of those that pip trusts, if somebody has said so. Where Maven declares indexes, it is asked. */
    Optional<Path> authority() {
        return declared || authorities.size() != 1
                ? Optional.empty()
                : authorities.stream().findFirst().map(Path::of);
    }

    /** Why a file must not be fetched from where it was locked; the rest of a sentence. */
    Optional<String> whyNotDownload() {
        if (offline) {
            return Optional.of("Maven is offline");
        }
        return declared || sources.isEmpty()
                ? Optional.empty()
                : Optional.of("where packages come from is configured for pip: " + String.join(", ", sources));
    }
}
