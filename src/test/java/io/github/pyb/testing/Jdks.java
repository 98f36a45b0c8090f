package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDKs of this machine, as far as they stand where JDKs usually stand. */
public final class Jdks {

    /** What the plugin is compiled for. */
    private static final int OLDEST = 17;

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(?<feature>[0-9]+)");

    private Jdks() {}

    /**
     * A JDK.
     *
     * @param feature its version, 17 for instance
     * @param home its directory
     */
    public record Jdk(int feature, Path home) {}

    /** The oldest that the plugin runs on, if it is here, and the newest; at least the one that runs this test. */
    public static List<Jdk> oldestAndNewest() {
        Map<Integer, Jdk> found = new TreeMap<>();
        Path running = Path.of(System.getProperty("java.home"));
        for (Path home : homes(running)) {
            feature(home).ifPresent(feature -> found.putIfAbsent(feature, new Jdk(feature, home)));
        }
        found.put(Runtime.version().feature(), new Jdk(Runtime.version().feature(), running));
        List<Jdk> chosen = new ArrayList<>();
        if (found.containsKey(OLDEST)) {
            chosen.add(found.get(OLDEST));
        }
        Jdk newest =
                found.values().stream().max(Comparator.comparing(Jdk::feature)).orElseThrow();
        if (!chosen.contains(newest)) {
            chosen.add(newest);
        }
        return chosen;
    }

    /** Beside the one that runs, where distributions and tools put them, and where the variables of build servers say. */
    private static List<Path> homes(Path running) {
        List<Path> homes = new ArrayList<>();
        Path user = Path.of(System.getProperty("user.home"));
        for (Path directory : List.of(
                running.toAbsolutePath().getParent(),
                Path.of("/usr/lib/jvm"),
                user.resolve(".sdkman/candidates/java"),
                user.resolve(".jdks"))) {
            homes.addAll(children(directory));
        }
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME_")) {
                homes.add(Path.of(value));
            }
        });
        return homes;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Integer> feature(Path home) {
        try {
            if (!Files.isExecutable(home.resolve("bin/java")) || !Files.exists(home.resolve("release"))) {
                return Optional.empty();
            }
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find()
                    ? Optional.of(Integer.valueOf(version.group("feature"))).filter(feature -> feature >= OLDEST)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
