package io.github.pyb.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessTreeTest {

    @TempDir
    Path processes;

    @Test
    @DisplayName("what is just being started is waited for: until then nobody can see whose it is")
    void starts() throws Exception {
        Path name = process(7, "jspawnhelper\n");
        process(8, "java\n");
        CompletableFuture<Void> started = CompletableFuture.runAsync(
                () -> write(name, "python3\n"), CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

        new ProcessTree(processes, "cookie").awaitStarts(Duration.ofSeconds(50));

        assertThat(started).isDone();
    }

    @Test
    @DisplayName("one that ends before that, or stays in the middle of it, is not waited for for ever")
    void neverStarted() throws Exception {
        Path name = process(7, "jspawnhelper\n");
        ProcessTree tree = new ProcessTree(processes, "cookie");

        tree.awaitStarts(Duration.ofMillis(50));
        Files.delete(name);
        tree.awaitStarts(Duration.ofSeconds(50));

        new ProcessTree(processes.resolve("no such directory"), "cookie").awaitStarts(Duration.ofSeconds(50));
    }

    private Path process(int number, String name) throws Exception {
        Path file = Files.createDirectories(processes.resolve("" + number)).resolve("comm");
        write(file, name);
        return file;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
