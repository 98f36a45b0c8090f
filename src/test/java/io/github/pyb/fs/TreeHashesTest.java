package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and permissions of these tests are those of POSIX systems")
class TreeHashesTest {

    /** As if the tree had been looked at long after it was written, so that time stamps can be trusted. */
    private static final Instant LATER = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    Path directory;

    Path tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = directory.resolve("tree");
        Trees.write(tree.resolve("pkg/a.py"), "a");
        Trees.write(tree.resolve("pkg/b.py"), "b");
    }

    @Test
    @DisplayName("content counts, not the time stamp; a change is seen even if size and time stamp are as before")
    void content() throws Exception {
        Map<String, TreeHashes.Entry> before = hashes();
        FileTime time = Files.getLastModifiedTime(tree.resolve("pkg/a.py"));

        Files.setLastModifiedTime(tree.resolve("pkg/b.py"), FileTime.fromMillis(0));
        assertThat(contents(after(before))).isEqualTo(contents(before));

        Trees.write(tree.resolve("pkg/a.py"), "A");
        Files.setLastModifiedTime(tree.resolve("pkg/a.py"), time);
        assertThat(contents(after(before)).get("pkg/a.py"))
                .isNotEqualTo(before.get("pkg/a.py").content());
    }

    @Test
    @DisplayName("what nobody has touched is not read again, unless it was written a moment before it was looked at")
    void shortcut() throws Exception {
        Map<String, TreeHashes.Entry> before = hashes();
        Map<String, TreeHashes.Entry> told = new HashMap<>(before);
        told.replaceAll((name, entry) -> new TreeHashes.Entry("as before", entry.state()));

        assertThat(after(told).get("pkg/a.py").content()).isEqualTo("as before");
        assertThat(TreeHashes.of(tree, Set.of(), told, Instant.now())).isEqualTo(before);
    }

    @Test
    @DisplayName("new, removed and executable files, empty directories and links are differences")
    void entries() throws Exception {
        Map<String, String> before = contents(hashes());
        Trees.write(tree.resolve("pkg/c.py"), "c");
        Files.delete(tree.resolve("pkg/b.py"));
        Files.setPosixFilePermissions(tree.resolve("pkg/a.py"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("pkg"));

        Map<String, String> after = contents(hashes());

        assertThat(after).containsOnlyKeys("pkg", "pkg/a.py", "pkg/c.py", "empty", "link");
        assertThat(after.get("pkg/a.py")).isEqualTo(before.get("pkg/a.py") + " executable");
        assertThat(after.get("link")).isEqualTo("link to pkg");
    }

    @Test
    @DisplayName("what a copy of the sources would not have does not count")
    void leftOut() throws Exception {
        Map<String, TreeHashes.Entry> before = hashes();
        Trees.write(tree.resolve(".git/HEAD"), "x");
        Trees.write(tree.resolve("pkg/__pycache__/a.pyc"), "x");
        Trees.write(tree.resolve("venv/pyvenv.cfg"), "x");
        Trees.write(tree.resolve("target/a"), "x");

        assertThat(TreeHashes.of(tree, Set.of(tree.resolve("target")), Map.of(), LATER))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("the file that a link leads to counts, wherever it is; a directory elsewhere cannot be known")
    void links() throws Exception {
        Path elsewhere = Trees.write(directory.resolve("elsewhere/a"), "1");
        Files.createSymbolicLink(tree.resolve("link"), elsewhere);
        Map<String, String> before = contents(hashes());
        Trees.write(elsewhere, "2");
        assertThat(contents(hashes()).get("link")).isNotEqualTo(before.get("link"));

        Files.createSymbolicLink(tree.resolve("other"), elsewhere.getParent());
        assertThatThrownBy(this::hashes)
                .isInstanceOf(IOException.class)
                .hasMessage("other is a link to a directory that is not part of the sources");
    }

    private Map<String, TreeHashes.Entry> hashes() throws IOException {
        return TreeHashes.of(tree, Set.of(), Map.of(), LATER);
    }

    private Map<String, TreeHashes.Entry> after(Map<String, TreeHashes.Entry> before) throws IOException {
        return TreeHashes.of(tree, Set.of(), before, LATER);
    }

    private static Map<String, String> contents(Map<String, TreeHashes.Entry> entries) {
        Map<String, String> contents = new HashMap<>();
        entries.forEach((name, entry) -> contents.put(name, entry.content()));
        return contents;
    }
}
