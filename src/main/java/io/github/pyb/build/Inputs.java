package io.github.pyb.build;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerInputs;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeHashes;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.Masking;
import io.github.pyb.python.Interpreter;
import io.github.pyb.tuning.BuildPrograms;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything that decides what a build makes, as far as it can be known before the build: files of the source tree, and
 * all else by names that can be shown. Values are hashed, since some are secrets.
 *
 * @param named the hash of each value
 * @param files the source tree
 */
record Inputs(Map<String, String> named, Map<String, TreeHashes.Entry> files) {

    /** Variables that are others in every terminal, and that no build looks at. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile(
            "_|PWD|OLDPWD|SHLVL|SHELL|TERM.*|COLORTERM|COLUMNS|LINES|LS_COLORS|DISPLAY|WAYLAND_.*|WINDOWID"
                    + "|SSH_.*|GPG_TTY|XDG_SESSION_.*|DBUS_.*|MAVEN_.*|JAVA_MAIN_CLASS_.*|=.*");

    /**
     * What is known of the build before that can be used again.
     *
     * @param files its source tree
     * @param time when that was looked at
     */
    record Known(Map<String, TreeHashes.Entry> files, Instant time) {}

    /**
     * Looks at all of it.
     *
     * @throws IOException if something cannot be known
     */
    static Inputs of(
            Host host, BuildRequest request, String variant, Source source, List<Interpreter> interpreters, Known known)
            throws IOException {
        Map<String, String> named = new TreeMap<>();
        named.put("the plugin", request.pluginVersion() + " " + ourselves());
        named.put("the choice of what is built", variant);
        named.put(
                "the choice of interpreters",
                request.interpreters().pythons() + " " + request.interpreters().reuseWheels());
        for (Interpreter interpreter : interpreters) {
            Path real = interpreter.executable().toRealPath();
            named.put(
                    "the interpreter " + interpreter.tag(),
                    interpreter.describe() + " " + interpreter.platform() + " " + interpreter.executable() + " "
                            + Files.size(real) + " " + Files.getLastModifiedTime(real));
        }
        named.put("the choice of places", request.places().toString());
        named.put("the source mode", request.sourceMode().name());
        named.put("the version of the POM", request.version().toString());
        named.put(
                "the time that stands for that of the build",
                request.backend().timestamp().toString());
        named.put("the compiler cache", request.backend().compilerCache().name());
        request.configSettings().forEach((key, value) -> named.put("the config setting " + key, Json.write(value)));
        addEnvironment(host, request, named);
        lockFile(request, named);
        Map<String, TreeHashes.Entry> files = Map.of();
        if (source instanceof Source.Archive) {
            named.put("the source distribution", Sha256.of(request.places().source()));
        } else {
            files = TreeHashes.of(
                    request.places().source(),
                    request.besideSources(request.environment().location()),
                    known.files(),
                    known.time());
        }
        named.replaceAll((name, value) -> Sha256.ofText(value));
        return new Inputs(named, files);
    }

    private static void addEnvironment(Host host, BuildRequest request, Map<String, String> named) throws IOException {
        EnvironmentWishes wishes = request.environment();
        InstallerChoice installer = wishes.installer();
        named.put("the place of the environment", wishes.location().toString());
        // Not whether Maven is offline: that changes where build requirements come from, not what is built.
        named.put("the installer", installer.kind() + " " + installer.uvExecutable() + uv(host, installer));
        named.put("the choice of package indexes", wishes.indexes().identity());
        for (Path wheel : wishes.wheels()) {
            named.put("the wheel " + wheel.getFileName() + ", which Maven provides", Sha256.of(wheel));
        }
        Map<String, String> seen = new TreeMap<>(host.environment());
        seen.putAll(wishes.variables());
        named.put(
                "the configuration of the installer, or a file of constraints",
                InstallerInputs.identity(installer.kind(), host, seen, wishes.constraints())
                        .orElseThrow(
                                () -> new IOException("constraints name an address, where something else may be now")));
        seen.forEach((name, value) -> {
            // Secrets are others in every build on many machines, and a hash of a short one would give it away.
            if (!WITHOUT_EFFECT.matcher(name).matches() && !Masking.isSecretName(name)) {
                named.put("the environment variable " + name, Masking.mask(value));
            }
        });
        new BuildPrograms(host).of(seen).forEach((tool, identity) -> named.put("the program " + tool, identity));
    }

    private static String uv(Host host, InstallerChoice installer) throws IOException {
        Optional<Path> uv = installer.kind() != InstallerKind.UV
                ? Optional.empty()
                : installer
                        .uvExecutable()
                        .or(() -> host.findOnPath("uv").stream().findFirst());
        return uv.isEmpty() ? "" : " " + Files.getLastModifiedTime(uv.get());
    }

    /** It need not stand among the sources. */
    private static void lockFile(BuildRequest request, Map<String, String> named) throws IOException {
        LockWishes lock = request.environment().lock();
        named.put("the choice of a lock file", lock.mode() + " " + lock.file());
        if (lock.mode() != LockMode.IGNORE
                && lock.file().isPresent()
                && Files.isRegularFile(lock.file().get())) {
            named.put("the lock file", Sha256.of(lock.file().get()));
        }
    }

    /** The file that we are in. */
    private static String ourselves() throws IOException {
        try {
            URL location = Objects.requireNonNull(
                    Inputs.class.getProtectionDomain().getCodeSource().getLocation());
            Path file = Path.of(location.toURI());
            return Files.isRegularFile(file) ? Sha256.of(file) : file + " " + Files.getLastModifiedTime(file);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** What is different now, the first that is found; the end of a sentence. */
    Optional<String> firstChange(Inputs now) {
        return firstChange(named, now.named).or(() -> firstChange(contents(files), contents(now.files)));
    }

    private static Map<String, String> contents(Map<String, TreeHashes.Entry> files) {
        Map<String, String> contents = new TreeMap<>();
        files.forEach((name, entry) -> contents.put(name, entry.content()));
        return contents;
    }

    private static Optional<String> firstChange(Map<String, String> before, Map<String, String> now) {
        for (Map.Entry<String, String> input : now.entrySet()) {
            String earlier = before.get(input.getKey());
            if (!input.getValue().equals(earlier)) {
                return Optional.of(input.getKey() + (earlier == null ? " is new" : " has changed"));
            }
        }
        return before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .findFirst()
                .map(name -> name + " is gone");
    }
}
