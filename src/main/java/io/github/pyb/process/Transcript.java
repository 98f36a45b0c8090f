package io.github.pyb.process;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Masking;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The log file of one goal: every child process with its command, its whole output, its exit code and its duration.
 * UTF-8. Lines are flushed as they come, so that the file is of use after a crash and can be followed while a build
 * runs.
 */
public final class Transcript implements AutoCloseable {

    /**
     * The output of one process within the file.
     *
     * @param file the transcript
     * @param firstLine number of the first line of output, counted from 0
     * @param endLine number of the line after the last one
     */
    public record Section(Path file, long firstLine, long endLine) {

        /** Hands every line of the section to a consumer. */
        public void replay(Consumer<String> consumer) throws IOException {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                long number = 0;
                for (String line = reader.readLine(); line != null && number < endLine; line = reader.readLine()) {
                    if (number >= firstLine) {
                        consumer.accept(line);
                    }
                    number++;
                }
            }
        }
    }

    private final Path file;
    private final BufferedWriter writer;
    private long lines;

    /** A transcript that nobody will read, for processes that run before there is a place to write to. */
    public static Transcript discarding() {
        Path file = Path.of("(no log file)");
        return new Transcript(file, new BufferedWriter(Writer.nullWriter()));
    }

    private Transcript(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Starts the file anew; what an earlier run of the goal left in it is gone. */
    public static Transcript open(Path file) throws MachineProblem {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Transcript(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the log file", file, e);
        }
    }

    public Path file() {
        return file;
    }

    /** The number of lines so far. */
    long lines() {
        return lines;
    }

    /** Adds one line, masked. */
    public void line(String text) throws MachineProblem {
        try {
            // A line of ours is a line of the file, whatever it holds.
            writer.write(Masking.mask(text).replace('\n', ' ').replace('\r', ' '));
            writer.write('\n');
            writer.flush();
            lines++;
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the log file", file, e);
        }
    }

    @Override
    public void close() throws MachineProblem {
        try {
            writer.close();
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the log file", file, e);
        }
    }
}
