package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.store.TreeEntry;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

    @Test
    @DisplayName(
            "what comes out of the store has the times that it has there, as long as nothing else was at the place")
    void stored() throws Exception {
        assertThat(timeOfStored("edition", "a")).isEqualTo(FIRST);
        assertThat(timeOfStored("edition", "a")).isEqualTo(FIRST);
    }

    @Test
    @DisplayName("what comes out of the store to where something else was is new, and stays as new as that")
    void switched() throws Exception {
        timeOfStored("first edition", "a");

        Instant changed = timeOfStored("other edition", "b");
        assertThat(changed).isAfter(FIRST);
        assertThat(timeOfStored("other edition", "b")).isEqualTo(changed);
        assertThat(timeOfStored("first edition", "a")).isAfterOrEqualTo(changed);
    }

    @Test
    @DisplayName("the times of a tree that is stored again, with others, stay what they were at the place")
    void otherEdition() throws Exception {
        timeOfStored("edition", "a");

        StableTimes times = times();
        TreeEntry.File later = file("a", FIRST.plusSeconds(9));
        assertThat(times.ofStored("edition-2", directory, List.of(later)).applyAsLong(later))
                .isEqualTo(nanoseconds(FIRST));
    }

    @Test
    @DisplayName(
            "what was installed by the hook's wish keeps its time although the first installation knew nothing of it")
    void secondStage() throws Exception {
        Path header = install("late.h", "sha256=aaa", FIRST);
        apply();
        TreeRemoval.remove(directory.resolve("site-packages"));
        apply();
        install("late.h", "sha256=aaa", FIRST.plusSeconds(100));

        apply();

        assertThat(Files.getLastModifiedTime(header).toInstant()).isEqualTo(FIRST);
    }

    private Instant timeOfStored(String edition, String content) throws Exception {
        TreeEntry.File file = file(content, FIRST);
        long time = times().ofStored(edition, directory, List.of(file)).applyAsLong(file);
        return Instant.ofEpochSecond(0, time);
    }

    private static TreeEntry.File file(String content, Instant time) {
        return new TreeEntry.File(
                "include/a.h", false, false, false, nanoseconds(time), 1, Sha256.ofText(content), 0, 0);
    }

    private static long nanoseconds(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private StableTimes times() {
        return new StableTimes(Set.of(directory.resolve("site-packages")), directory.resolve("memory.txt"));
    }

    private void apply() throws Exception {
        times().apply();
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
