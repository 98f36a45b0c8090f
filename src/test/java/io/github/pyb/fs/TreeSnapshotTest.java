package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.TreeSnapshot.Change;
import io.github.pyb.fs.TreeSnapshot.Kind;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TreeSnapshotTest {

    @TempDir
    Path directory;

    @BeforeEach
    void tree() {
        Trees.write(directory.resolve("pkg/a.py"), "a");
        Trees.write(directory.resolve("pkg/b.py"), "b");
        Trees.write(directory.resolve("setup.py"), "setup()");
    }

    @Test
    @DisplayName("where nothing was written there are no changes")
    void nothing() throws Exception {
        assertThat(changes(() -> {})).isEmpty();
    }

    @Test
    @DisplayName("what is new, what has changed and what is gone is told in the order of the paths")
    void all() throws Exception {
        assertThat(changes(() -> {
                    Trees.write(directory.resolve("build/lib/a.py"), "a");
                    Trees.write(directory.resolve("pkg/a.py"), "another length");
                    Files.delete(directory.resolve("pkg/b.py"));
                }))
                .containsExactly(
                        change(Kind.NEW, "build"),
                        change(Kind.NEW, "build/lib"),
                        change(Kind.NEW, "build/lib/a.py"),
                        change(Kind.CHANGED, "pkg/a.py"),
                        change(Kind.REMOVED, "pkg/b.py"));
    }

    @Test
    @DisplayName("a file of the same length with another time stamp has changed; a directory has not for that alone")
    void times() throws Exception {
        assertThat(changes(() -> {
                    Files.setLastModifiedTime(directory.resolve("setup.py"), FileTime.fromMillis(1_000));
                    Files.setLastModifiedTime(directory.resolve("pkg"), FileTime.fromMillis(1_000));
                }))
                .containsExactly(change(Kind.CHANGED, "setup.py"));
    }

    @Test
    @DisplayName("a file that became a directory has changed")
    void kinds() throws Exception {
        assertThat(changes(() -> {
                    Files.delete(directory.resolve("setup.py"));
                    Files.createDirectory(directory.resolve("setup.py"));
                }))
                .containsExactly(change(Kind.CHANGED, "setup.py"));
    }

    @Test
    @DisplayName("excluded directories, version control and virtual environments are not looked into")
    void excluded() throws Exception {
        assertThat(changes(() -> {
                    Trees.write(directory.resolve("target/pyb/x"));
                    Trees.write(directory.resolve(".git/index"));
                    Trees.write(directory.resolve("venv/pyvenv.cfg"));
                }))
                .isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test makes a symbolic link")
    @DisplayName("a link is an entry, and is not followed")
    void links() throws Exception {
        Trees.write(directory.resolve("elsewhere/file"));

        assertThat(changes(
                        () -> Files.createSymbolicLink(directory.resolve("pkg/link"), directory.resolve("elsewhere"))))
                .containsExactly(change(Kind.NEW, "pkg/link"));
    }

    private interface Steps {
        void run() throws Exception;
    }

    private List<Change> changes(Steps steps) throws Exception {
        Set<Path> excluded = Set.of(directory.resolve("target"));
        TreeSnapshot before = TreeSnapshot.of(directory, excluded);
        steps.run();
        return before.changesTo(TreeSnapshot.of(directory, excluded));
    }

    private static Change change(Kind kind, String entry) {
        return new Change(kind, Path.of(entry));
    }
}
