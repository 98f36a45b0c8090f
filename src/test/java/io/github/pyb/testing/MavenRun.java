package io.github.pyb.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A run of Maven that an integration test starts itself, where the invoker's way of running it is not enough: two at a
 * time, in a directory with an odd name, or one that is to be stopped.
 */
public final class MavenRun {

    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Path directory;
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>(System.getenv());
    private final Path log;
    private Process process;

    /**
     * Prepares a run.
     *
     * @param directory the working directory
     * @param arguments what would be typed after {@code mvn}
     */
    public MavenRun(File directory, String... arguments) {
        this(Path.of(System.getProperty("maven.home")), directory, arguments);
    }

    /** Prepares a run of another Maven than the one that runs the tests. */
    public MavenRun(Path mavenHome, File directory, String... arguments) {
        this.directory = directory.toPath();
        Path target = targetDirectory();
        command.addAll(List.of(
                mavenHome.resolve("bin").resolve(windows() ? "mvn.cmd" : "mvn").toString(),
                "-B",
                "-s",
                target.resolve("it/interpolated-settings.xml").toString(),
                "-Dmaven.repo.local=" + target.resolve("it-repo"),
                "-Dpyb.store=" + target.resolve("it-store")));
        command.addAll(Arrays.asList(arguments));
        environment.remove("MAVEN_HOME");
        environment.remove("M2_HOME");
        environment.remove("MAVEN_ARGS");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        try {
            this.log = Files.createTempFile(target, "maven-run-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MavenRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Uses the local repository of the outer build instead of that of the integration tests. */
    public MavenRun inRepository(String localRepository) {
        command.removeIf(word -> word.startsWith("-Dmaven.repo.local="));
        command.add("-Dmaven.repo.local=" + localRepository);
        return this;
    }

    /** Uses other settings than those of the integration tests. */
    public MavenRun withSettings(Path settings) {
        command.set(command.indexOf("-s") + 1, settings.toString());
        return this;
    }

    /** Puts words before the command, for instance to run it as somebody else. */
    public MavenRun through(String... words) {
        command.addAll(0, Arrays.asList(words));
        return this;
    }

    public MavenRun start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        return process;
    }

    /** Waits for the end and returns the exit code. */
    public int await() {
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("Maven did not end in time:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Runs to the end and expects success or failure. */
    public MavenRun run(boolean success) {
        int exitCode = start().await();
        if ((exitCode == 0) != success) {
            throw new AssertionError("Maven ended with exit code " + exitCode + ":\n" + log());
        }
        return this;
    }

    /** What Maven has written so far, without colours. */
    public String log() {
        return text(log);
    }

    /** The log of a run that the invoker has made. */
    public static String log(File projectDirectory) {
        return text(projectDirectory.toPath().resolve("build.log"));
    }

    /** The build directory of this plugin's own build. */
    public static Path targetDirectory() {
        Path classes;
        try {
            classes = Path.of(MavenRun.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return classes.getParent();
    }

    private static String text(Path file) {
        try {
            return ESCAPES.matcher(Files.readString(file)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean windows() {
        return File.separatorChar == '\\';
    }
}
