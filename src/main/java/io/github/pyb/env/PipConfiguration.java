package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the user has configured of pip, and whether it matters to whoever does pip's work.
 *
 * @param others variables and files that may decide what is installed, or how
 * @param sources those that only decide where packages come from
 * @param offline whether nothing may be fetched
 * @param declared whether Maven says where packages come from; then {@code sources} do not count
 */
record PipConfiguration(Set<String> others, Set<String> sources, boolean offline, boolean declared) {

    /** What this plugin sets itself for every pip. */
    private static final Set<String> OURS = Set.of("PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT");

    /** What changes nothing about a wheel whose hash is known, although it may change what is resolved. */
    private static final Set<String> HARMLESS = Set.of(
            "PIP_BREAK_SYSTEM_PACKAGES",
            "PIP_NO_CACHE_DIR",
            "PIP_NO_COMPILE",
            "PIP_NO_WARN_SCRIPT_LOCATION",
            "PIP_PREFER_BINARY",
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

    /** @param changes what pip would see */
    static PipConfiguration of(Host host, EnvironmentChanges changes, EnvironmentSettings settings) {
        Map<String, String> environment = changes.applyTo(host);
        InstallerConfiguration all = InstallerConfiguration.of(InstallerKind.PIP, host, environment);
        Set<String> others = new TreeSet<>();
        Set<String> sources = new TreeSet<>();
        for (String name : all.variables().keySet()) {
            sort(name, name, others, sources);
        }
        boolean declared =
                settings.indexes().areDeclared() && !settings.installer().offline();
        // As pip has it: then it reads no file at all. Where Maven declares indexes, it is told so.
        boolean withoutFiles =
                declared || environment.getOrDefault("PIP_CONFIG_FILE", "").equals("/dev/null");
        for (Path file : all.files()) {
            if (!withoutFiles && Files.exists(file)) {
                read(file, others, sources);
            }
        }
        if (PackageRoute.hasProxies(host, changes)) {
            sources.add("a proxy in the environment");
        }
        return new PipConfiguration(others, sources, settings.installer().offline(), declared);
    }

    private static void sort(String variable, String shown, Set<String> others, Set<String> sources) {
        if (SOURCES.contains(variable)) {
            sources.add(shown);
        } else if (!OURS.contains(variable) && !HARMLESS.contains(variable) && !variable.equals("PIP_CONFIG_FILE")) {
            others.add(shown);
        }
    }

    /** Every key of a file is also a variable. What follows a key with blanks before it belongs to its value. */
    private static void read(Path file, Set<String> others, Set<String> sources) {
        try {
            for (String line : Files.readAllLines(file)) {
                boolean key =
                        !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && "#;[".indexOf(line.charAt(0)) < 0;
                if (key) {
                    String name = line.split("[=:]", 2)[0].strip();
                    String variable = "PIP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
                    if (InstallerConfiguration.hasEffect(variable)) {
                        sort(variable, name + " in " + file, others, sources);
                    }
                }
            }
        } catch (IOException e) {
            others.add(file.toString());
        }
    }

    /** What is configured besides where packages come from: nobody but pip knows what it comes to. */
    Optional<String> otherThanSources() {
        return others.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", others));
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
