package io.github.pyb.env;

import io.github.pyb.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The user's configuration of an installer, as far as it decides what is installed.
 *
 * @param variables those of the installer, without their secrets
 * @param files where its configuration files are, if they are there
 */
record InstallerConfiguration(Map<String, String> variables, List<Path> files) {

    /** Variables that say how something is installed, not what; some have another value in every build. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "PIP_CACHE_DIR",
            "PIP_CERT",
            "PIP_DEFAULT_TIMEOUT",
            "PIP_DISABLE_PIP_VERSION_CHECK",
            "PIP_LOG",
            "PIP_LOG_FILE",
            "PIP_NO_COLOR",
            "PIP_NO_INPUT",
            "PIP_PROGRESS_BAR",
            "PIP_RETRIES",
            "PIP_TIMEOUT",
            "UV",
            "UV_CACHE_DIR",
            "UV_HTTP_TIMEOUT",
            "UV_NO_PROGRESS");

    /** @param environment all the variables that the installer sees */
    static InstallerConfiguration of(InstallerKind kind, Host host, Map<String, String> environment) {
        String prefix = kind.name() + "_";
        Map<String, String> variables = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix) && !isSecret(name) && hasEffect(name)) {
                variables.put(name, withoutSecrets(value));
            }
        });
        return new InstallerConfiguration(
                variables, kind == InstallerKind.PIP ? pipFiles(host, environment) : uvFiles(host, environment));
    }

    private static boolean isSecret(String variable) {
        return variable.contains("PASSWORD") || variable.contains("USERNAME") || variable.contains("TOKEN");
    }

    /** Whether a variable of an installer may decide what is installed. */
    static boolean hasEffect(String variable) {
        return !WITHOUT_EFFECT.contains(variable);
    }

    /** Without user and password in addresses: those may change with every build, and are nothing to write down. */
    static String withoutSecrets(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://");
    }

    private static List<Path> pipFiles(Host host, Map<String, String> environment) {
        List<Path> files = new ArrayList<>(listed(host, environment, "PIP_CONFIG_FILE", ""));
        if (host.isWindows()) {
            List.of("PROGRAMDATA", "APPDATA", "USERPROFILE")
                    .forEach(name -> listed(host, environment, name, "")
                            .forEach(parent -> files.add(parent.resolve("pip").resolve("pip.ini"))));
            return files;
        }
        Path home = home(host, environment);
        directories(host, environment).forEach(parent -> files.add(parent.resolve("pip/pip.conf")));
        files.add(Path.of("/etc/pip.conf"));
        files.add(Path.of("/Library/Application Support/pip/pip.conf"));
        files.add(home.resolve("Library/Application Support/pip/pip.conf"));
        files.add(home.resolve(".pip/pip.conf"));
        return files;
    }

    private static List<Path> uvFiles(Host host, Map<String, String> environment) {
        List<Path> files = new ArrayList<>(listed(host, environment, "UV_CONFIG_FILE", ""));
        if (host.isWindows()) {
            List.of("PROGRAMDATA", "APPDATA")
                    .forEach(name -> listed(host, environment, name, "")
                            .forEach(parent -> files.add(parent.resolve("uv").resolve("uv.toml"))));
            return files;
        }
        directories(host, environment).forEach(parent -> files.add(parent.resolve("uv/uv.toml")));
        files.add(Path.of("/etc/uv/uv.toml"));
        return files;
    }

    /** Where programs keep their configuration (XDG Base Directory Specification). */
    private static List<Path> directories(Host host, Map<String, String> environment) {
        List<Path> directories = new ArrayList<>();
        directories.addAll(listed(host, environment, "XDG_CONFIG_DIRS", "/etc/xdg"));
        directories.addAll(listed(
                host,
                environment,
                "XDG_CONFIG_HOME",
                home(host, environment).resolve(".config").toString()));
        return directories;
    }

    private static Path home(Host host, Map<String, String> environment) {
        List<Path> home = listed(host, environment, "HOME", "");
        return home.isEmpty() ? host.home() : home.get(0);
    }

    private static List<Path> listed(Host host, Map<String, String> environment, String variable, String otherwise) {
        String value = environment.getOrDefault(variable, "");
        return host.absolutePaths(value.isEmpty() ? otherwise : value);
    }
}
