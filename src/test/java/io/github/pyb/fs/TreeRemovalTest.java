package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {

    @TempDir
    Path directory;

    Path tree;

    @BeforeEach
    void makeTree() {
        tree = directory.resolve("tree");
        Trees.write(tree.resolve("a/b/file"), "x");
        Trees.write(tree.resolve(".hidden"), "x");
    }

    @Test
    @DisplayName("a tree is removed with everything in it")
    void removes() throws Exception {
        TreeRemoval.remove(tree);

        assertThat(tree).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @DisplayName("nothing happens if there is nothing")
    void missing() throws Exception {
        TreeRemoval.remove(directory.resolve("nothing"));
        TreeRemoval.removeContent(directory.resolve("nothing"), Set.of());

        assertThat(tree).exists();
    }

    @Test
    @DisplayName("links are removed, what they point to is not: files, directories, and links to nowhere")
    void links() throws Exception {
        Path outside = directory.resolve("outside");
        Trees.write(outside.resolve("precious"), "data");
        Files.createSymbolicLink(tree.resolve("a/to-directory"), outside);
        Files.createSymbolicLink(tree.resolve("a/to-file"), outside.resolve("precious"));
        Files.createSymbolicLink(tree.resolve("a/relative"), Path.of("../../outside"));
        Files.createSymbolicLink(tree.resolve("nowhere"), Path.of("gone"));
        Files.createSymbolicLink(tree.resolve("a/loop"), tree);
        Map<String, String> before = Trees.describe(outside);

        TreeRemoval.remove(tree);

        assertThat(Files.exists(tree, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Trees.describe(outside)).isEqualTo(before);
    }

    @Test
    @DisplayName("when a link is what should be removed, only the link goes")
    void linkItself() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), tree);

        TreeRemoval.remove(link);

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(tree.resolve("a/b/file")).exists();
    }

    @Test
    @DisplayName("directories without write permission are made writable and removed")
    void unwritable() throws Exception {
        Files.setPosixFilePermissions(tree.resolve("a/b"), PosixFilePermissions.fromString("r-xr-xr-x"));

        TreeRemoval.remove(tree);

        assertThat(tree).doesNotExist();
    }

    @Test
    @DisplayName("the content of a directory can be removed with some entries spared")
    void content() throws Exception {
        TreeRemoval.removeContent(tree, Set.of(".hidden"));

        assertThat(tree).isDirectoryContaining("glob:**/.hidden").isDirectoryNotContaining("glob:**/a");
    }

    @Test
    @DisplayName("a directory that another file system is mounted on is left alone, and the problem says so")
    void mountPoint() throws Exception {
        Path mounted = tree.toRealPath().resolve("a/b");
        Path mountinfo = Trees.write(
                directory.resolve("mountinfo"),
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                "36 22 8:1 /x " + mounted.toString().replace(" ", "\\040") + " rw - ext4 /dev/sda1 rw");

        assertThatThrownBy(() -> TreeRemoval.removeContent(tree, Set.of(), MountPoints.read(mountinfo)))
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("cannot remove everything in " + tree)
                .hasMessageContaining(mounted + ": another file system is mounted there");
        assertThat(mounted.resolve("file")).exists();
        assertThat(tree.resolve(".hidden")).doesNotExist();
    }

    @Test
    @DisplayName("what cannot be removed is listed, and the rest is removed nevertheless")
    void leftovers() throws Exception {
        Path locked = tree.resolve("a/b");
        boolean immutable =
                new ProcessBuilder("chattr", "+i", locked.toString()).start().waitFor() == 0;
        assumeTrue(immutable, "SKIPPED: this user cannot make a directory that its owner cannot remove (chattr +i)");
        try {
            assertThatThrownBy(() -> TreeRemoval.removeContent(tree, Set.of()))
                    .isInstanceOf(MachineProblem.class)
                    .hasMessageContaining(locked.resolve("file") + ": Operation not permitted");
            assertThat(tree.resolve(".hidden")).doesNotExist();
        } finally {
            new ProcessBuilder("chattr", "-i", locked.toString()).start().waitFor();
        }
    }

    @Test
    @DisplayName("mount points with blanks in their names are recognised")
    void escapedMountPoints() throws Exception {
        Path mountinfo = Trees.write(
                directory.resolve("mountinfo"), "36 22 8:1 / /mnt/with\\040blank\\134x rw - ext4 /dev/sda1 rw");

        assertThat(MountPoints.read(mountinfo).isMountPoint(Path.of("/mnt/with blank\\x")))
                .isTrue();
        assertThat(MountPoints.read(mountinfo).isMountPoint(Path.of("/mnt"))).isFalse();
    }

    @Test
    @DisplayName("without a list of mounts the device numbers tell")
    void deviceNumbers() throws Exception {
        MountPoints unlisted = MountPoints.read(directory.resolve("no-such-file"));

        assertThat(unlisted.isMountPoint(tree.toRealPath().resolve("a"))).isFalse();
        assertThat(unlisted.isMountPoint(Path.of("/"))).isTrue();
    }
}
