package io.github.pyb.parity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What came of a build.
 *
 * @param succeeded whether the frontend said so
 * @param output the directory for wheels
 * @param log everything that was written
 */
record Build(boolean succeeded, Path output, Path log) {

    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    /** An instant for all: 2026-01-01T00:00:00Z. */
    private static final String CLOCK = "1767225600";

    /** Runs a frontend; both get the same variables. */
    static Build run(List<String> command, Path place) throws IOException, InterruptedException {
        Path log = place.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables());
        Process process = builder.start();
        try {
            if (!process.waitFor(15, TimeUnit.MINUTES)) {
                throw new AssertionError("not ready after 15 minutes: " + command + "\n" + Files.readString(log));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Build(process.exitValue() == 0, place.resolve("dist"), log);
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.keySet().removeAll(List.of("BUILD_ENV_DIR", "MAVEN_ARGS", "MAVEN_HOME", "VIRTUAL_ENV"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        variables.put("SOURCE_DATE_EPOCH", CLOCK);
        // This plugin has compilers leave places out of debug information, unless somebody else says something of it.
        variables.put("CPPFLAGS", "-ffile-prefix-map=/nowhere=/nowhere");
        return variables;
    }

    Wheel wheel() throws IOException {
        List<Path> wheels = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(output)) {
            files.forEach(wheels::add);
        }
        if (wheels.size() != 1) {
            throw new AssertionError("instead of one wheel there are " + wheels + "\n" + text());
        }
        return Wheel.read(wheels.get(0));
    }

    /** What was written, without colours. */
    String text() throws IOException {
        return ESCAPES.matcher(Files.readString(log, StandardCharsets.ISO_8859_1))
                .replaceAll("");
    }
}
