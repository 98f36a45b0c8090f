package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableTimesTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.123456Z");

    @TempDir
    Path directory;

    @Test
    @DisplayName("a file that is installed again with the same content gets its old time stamp back")
    void same() throws Exception {
        Path header = install("include/a.h", "sha256=aaa", FIRST);
        apply();
        install("include/a.h", "sha256=aaa", FIRST.plusSeconds(100));

        apply();

        assertThat(Files.getLastModifiedTime(header).toInstant()).isEqualTo(FIRST);
    }

    @Test
    @DisplayName("a file with other content keeps its new time stamp, also when the old content comes back later")
    void changed() throws Exception {
        Path header = install("include/a.h", "sha256=aaa", FIRST);
        apply();
        install("include/a.h", "sha256=bbb", FIRST.plusSeconds(100));
        apply();
        assertThat(Files.getLastModifiedTime(header).toInstant()).isEqualTo(FIRST.plusSeconds(100));

        install("include/a.h", "sha256=aaa", FIRST.plusSeconds(200));
        apply();

        assertThat(Files.getLastModifiedTime(header).toInstant()).isEqualTo(FIRST.plusSeconds(200));
    }

    @Test
    @DisplayName("paths with commas, and a damaged memory, are understood or passed over")
    void oddities() throws Exception {
        Path header = install("with,comma.h", "sha256=aaa", FIRST);
        Trees.write(directory.resolve("memory.txt"), "damaged", "x y z");
        apply();
        install("with,comma.h", "sha256=aaa", FIRST.plusSeconds(100));

        apply();

        assertThat(Files.getLastModifiedTime(header).toInstant()).isEqualTo(FIRST);
    }

    @Test
    @DisplayName("an environment with nothing in it is no trouble")
    void empty() throws Exception {
        apply();

        assertThat(directory.resolve("memory.txt")).hasContent("as stored:");
    }

    private void apply() throws Exception {
        new StableTimes(Set.of(directory.resolve("site-packages")), directory.resolve("memory.txt")).apply();
    }

    private Path install(String name, String hash, Instant time) throws Exception {
        Path site = directory.resolve("site-packages");
        Path file = Trees.write(site.resolve(name), hash);
        Files.setLastModifiedTime(file, FileTime.from(time));
        String quoted = name.contains(",") ? "\"" + name + "\"" : name;
        Trees.write(site.resolve("x-1.0.dist-info/RECORD"), quoted + "," + hash + ",3", "x-1.0.dist-info/RECORD,,");
        return file;
    }
}
