package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("a published file stands under its own name in a directory that is created, and nowhere else")
    void publish() throws Exception {
        Path file = Trees.write(directory.resolve("work/a.whl"), "new");
        Trees.write(directory.resolve("dist/sub/a.whl"), "old");

        Path published = AtomicFiles.publish(file, directory.resolve("dist/sub"));

        assertThat(published).hasContent("new").isEqualTo(directory.resolve("dist/sub/a.whl"));
        assertThat(file).doesNotExist();
        assertThat(published.getParent())
                .isDirectoryContaining("glob:**/a.whl")
                .isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    @DisplayName("across file systems the last step is a rename as well")
    void otherFileSystem() throws Exception {
        Path other = Path.of("/dev/shm");
        assumeTrue(
                Files.isDirectory(other)
                        && Files.isWritable(other)
                        && !Files.getFileStore(other).equals(Files.getFileStore(directory)),
                "SKIPPED: there is no second file system at /dev/shm");
        Path target = Files.createTempDirectory(other, "pyb-test");
        try {
            Path file = Trees.write(directory.resolve("a.whl"), "new");

            Path published = AtomicFiles.publish(file, target);

            assertThat(published).hasContent("new");
            assertThat(file).doesNotExist();
            assertThat(target).isDirectoryNotContaining("glob:**/*.part");
        } finally {
            TreeRemoval.remove(target);
        }
    }

    @Test
    @DisplayName("a copy takes the place of an older file, which stays as it is if it is the same")
    void copy() throws Exception {
        Path original = Trees.write(directory.resolve("a"), "text");
        Path copy = Trees.write(directory.resolve("b"), "older");
        FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

        AtomicFiles.copy(original, copy);
        assertThat(copy).hasSameTextualContentAs(original);
        Files.setLastModifiedTime(copy, longAgo);
        AtomicFiles.copy(original, copy);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(longAgo);
        Trees.write(original, "next");
        AtomicFiles.copy(original, copy);

        assertThat(copy).hasSameTextualContentAs(original);
        assertThat(Files.getLastModifiedTime(copy)).isNotEqualTo(longAgo);
        assertThat(directory).isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    @Behaviour(119)
    @DisplayName("a file that cannot be written leaves the old one as it was, and no staging file")
    void failure() {
        Path occupied = directory.resolve("name");
        Trees.write(occupied.resolve("child"), "x");

        assertThatThrownBy(() -> AtomicFiles.write(occupied, "text")).isInstanceOf(IOException.class);
        assertThat(occupied.resolve("child")).exists();
        assertThat(directory).isDirectoryNotContaining("glob:**/*.part");
    }
}
