package io.github.pyb.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the same with several Mavens on several JDKs, two cells at a time, and keeps a table of what came of it. */
public final class MavenMatrix {

    private final List<String> mavens;
    private final List<Jdks.Jdk> jdks;

    /** By Maven and JDK: what went wrong, or nothing. */
    private final Map<String, Map<Integer, String>> outcomes = new LinkedHashMap<>();

    public MavenMatrix(List<String> mavens, List<Jdks.Jdk> jdks) {
        this.mavens = List.copyOf(mavens);
        this.jdks = List.copyOf(jdks);
    }

    /** What one cell does; it fails by throwing something. */
    @FunctionalInterface
    public interface Cell {
        void run(String maven, Jdks.Jdk jdk);
    }

    public void run(Cell cell) throws InterruptedException {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Map<String, Map<Integer, Future<?>>> running = new LinkedHashMap<>();
            for (String maven : mavens) {
                for (Jdks.Jdk jdk : jdks) {
                    running.computeIfAbsent(maven, key -> new LinkedHashMap<>())
                            .put(jdk.feature(), two.submit(() -> cell.run(maven, jdk)));
                }
            }
            for (String maven : mavens) {
                outcomes.put(maven, new LinkedHashMap<>());
                for (Jdks.Jdk jdk : jdks) {
                    outcomes.get(maven)
                            .put(jdk.feature(), outcome(running.get(maven).get(jdk.feature())));
                }
            }
        } finally {
            two.shutdownNow();
        }
    }

    private static String outcome(Future<?> cell) throws InterruptedException {
        try {
            cell.get();
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** One line for each cell, for whoever reads the output of the build: the invoker sends that of scripts elsewhere. */
    public void print() {
        PrintStream build = new PrintStream(new FileOutputStream(FileDescriptor.out), true, Charset.defaultCharset());
        lines().forEach(build::println);
        lines().forEach(System.out::println);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        outcomes.forEach((maven, cells) -> cells.forEach((jdk, problem) -> lines.add(
                "MATRIX Maven " + maven + ", JDK " + jdk + ": " + (problem.isEmpty() ? "passed" : "failed"))));
        return lines;
    }

    /** What went wrong. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        outcomes.forEach((maven, cells) -> cells.forEach((jdk, problem) -> {
            if (!problem.isEmpty()) {
                failures.add("Maven " + maven + ", JDK " + jdk + ": " + problem);
            }
        }));
        return failures;
    }

    /** Writes the table that the README has. */
    public void writeTable(Path file) {
        try {
            Files.write(file, table());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> table() {
        List<String> rows = new ArrayList<>();
        rows.add(row("Maven", jdks.stream().map(jdk -> "JDK " + jdk.feature())));
        rows.add("|" + "---|".repeat(jdks.size() + 1));
        outcomes.forEach((maven, cells) ->
                rows.add(row(maven, cells.values().stream().map(problem -> problem.isEmpty() ? "passed" : "failed"))));
        return rows;
    }

    private static String row(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Rows that a page lacks; none if it is about other JDKs than this machine has. */
    public List<String> missingIn(Path page) {
        try {
            List<String> lines = Files.readAllLines(page);
            List<String> rows = table();
            if (!lines.contains(rows.get(0))) {
                System.out.println("[WARNING] SKIPPED: the README has no table for " + rows.get(0));
                return Collections.emptyList();
            }
            rows.removeAll(lines);
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
