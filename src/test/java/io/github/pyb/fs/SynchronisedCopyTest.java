package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynchronisedCopyTest {

    private static final FileTime OLD = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

    @TempDir
    Path directory;

    Path source;
    Path target;

    @BeforeEach
    void makeSource() throws Exception {
        source = directory.resolve("source");
        target = directory.resolve("work/copy");
        write("pyproject.toml", "a");
        write("pkg/__init__.py", "b");
    }

    @Test
    @DisplayName("the first copy has the content and the time stamps of the original")
    void first() throws Exception {
        SynchronisedCopy.Outcome outcome = synchronise();

        assertThat(outcome).isEqualTo(new SynchronisedCopy.Outcome(2, 0, 0));
        assertThat(Trees.describe(target)).isEqualTo(Trees.describe(source));
    }

    @Test
    @DisplayName("files that did not change keep the copy's time stamp, whatever the original's says")
    void unchanged() throws Exception {
        synchronise();
        Files.setLastModifiedTime(source.resolve("pyproject.toml"), FileTime.from(Instant.now()));

        assertThat(synchronise()).isEqualTo(new SynchronisedCopy.Outcome(0, 2, 0));
        assertThat(Files.getLastModifiedTime(target.resolve("pyproject.toml"))).isEqualTo(OLD);
    }

    @Test
    @DisplayName("a changed file gets a new time stamp even if size and time stamp of the original stayed the same")
    void changedWithoutTrace() throws Exception {
        synchronise();
        Instant before = Instant.now().minus(Duration.ofSeconds(1));
        write("pkg/__init__.py", "c");

        synchronise();

        assertThat(target.resolve("pkg/__init__.py")).hasContent("c");
        assertThat(Files.getLastModifiedTime(target.resolve("pkg/__init__.py")).toInstant())
                .isAfter(before);
    }

    @Test
    @DisplayName("files that come back, or are added later, never have an old time stamp")
    void comesBack() throws Exception {
        write("pkg/gone.py", "x");
        synchronise();
        Files.delete(source.resolve("pkg/gone.py"));
        synchronise();
        Instant before = Instant.now().minus(Duration.ofSeconds(1));
        write("pkg/gone.py", "old content");

        synchronise();

        assertThat(Files.getLastModifiedTime(target.resolve("pkg/gone.py")).toInstant())
                .isAfter(before);
    }

    @Test
    @DisplayName("files that change together get new time stamps in the order of the originals'")
    void order() throws Exception {
        synchronise();
        write("z-grammar.y", "1");
        write("a-parser.c", "1");
        Files.setLastModifiedTime(
                source.resolve("a-parser.c"), FileTime.from(OLD.toInstant().plusSeconds(5)));

        synchronise();

        assertThat(Files.getLastModifiedTime(target.resolve("a-parser.c")))
                .isGreaterThan(Files.getLastModifiedTime(target.resolve("z-grammar.y")));
    }

    @Test
    @DisplayName("a time stamp of tomorrow becomes one of now")
    void future() throws Exception {
        Files.setLastModifiedTime(
                source.resolve("pyproject.toml"), FileTime.from(Instant.now().plus(Duration.ofDays(1))));

        synchronise();

        assertThat(Files.getLastModifiedTime(target.resolve("pyproject.toml")).toInstant())
                .isBefore(Instant.now().plusSeconds(1));
    }

    @Test
    @DisplayName("what vanished from the original, and what a backend wrote into the copy, vanishes from the copy")
    void vanished() throws Exception {
        write("pkg/sub/gone.py", "x");
        synchronise();
        TreeRemoval.remove(source.resolve("pkg/sub"));
        Trees.write(target.resolve("build/lib/pkg/stale.py"), "x");
        Trees.write(target.resolve("pkg.egg-info/SOURCES.txt"), "x");

        SynchronisedCopy.Outcome outcome = synchronise();

        assertThat(outcome.removed()).isEqualTo(3);
        assertThat(Trees.describe(target)).isEqualTo(Trees.describe(source));
    }

    @Test
    @DisplayName("a file that became a directory, and a directory that became a file, are followed")
    void kindChanges() throws Exception {
        write("a", "file");
        write("b/c", "file");
        synchronise();
        Files.delete(source.resolve("a"));
        write("a/d", "file");
        TreeRemoval.remove(source.resolve("b"));
        write("b", "file");

        synchronise();

        assertThat(target.resolve("a/d")).hasContent("file");
        assertThat(target.resolve("b")).hasContent("file");
    }

    @Test
    @DisplayName("version control, caches, virtual environments and excluded directories stay out")
    void leftOut() throws Exception {
        write(".git/HEAD", "x");
        write("module/.git", "gitdir: elsewhere");
        write("pkg/__pycache__/x.pyc", "x");
        write(".tox/x", "x");
        write("my-venv/pyvenv.cfg", "x");
        write("target/classes/x", "x");
        write("pkg/target/kept.py", "x");
        write(".gitignore", "kept");

        SynchronisedCopy.synchronise(source, target, Set.of(source.resolve("target")));

        assertThat(Trees.describe(target).keySet())
                .containsExactlyInAnyOrder(
                        "",
                        ".gitignore",
                        "module",
                        "pkg",
                        "pkg/__init__.py",
                        "pkg/target",
                        "pkg/target/kept.py",
                        "pyproject.toml");
    }

    @Test
    @DisplayName("a copy that stands within the source is not copied into itself")
    void copyWithinSource() throws Exception {
        target = source.resolve("elsewhere/copy");

        SynchronisedCopy.synchronise(source, target, Set.of());
        SynchronisedCopy.synchronise(source, target, Set.of());

        assertThat(target.resolve("pyproject.toml")).exists();
        assertThat(target.resolve("elsewhere/copy")).doesNotExist();
    }

    @Test
    @DisplayName("links within the tree are links in the copy, links to nowhere as well")
    void linksWithin() throws Exception {
        Files.createSymbolicLink(source.resolve("link.py"), Path.of("pkg/__init__.py"));
        Files.createSymbolicLink(source.resolve("pkg/up"), Path.of("../pyproject.toml"));
        Files.createSymbolicLink(source.resolve("nowhere"), Path.of("gone"));

        synchronise();
        synchronise();

        assertThat(Trees.describe(target))
                .containsEntry("link.py", "link to pkg/__init__.py")
                .containsEntry("pkg/up", "link to ../pyproject.toml")
                .containsEntry("nowhere", "link to gone");
    }

    @Test
    @DisplayName("what a link points to outside of the tree is copied in its place")
    void linksOutside() throws Exception {
        Trees.write(directory.resolve("shared/LICENSE"), "terms");
        Trees.write(directory.resolve("shared/code/x.py"), "x");
        Files.createSymbolicLink(source.resolve("LICENSE"), Path.of("../shared/LICENSE"));
        Files.createSymbolicLink(source.resolve("code"), directory.resolve("shared/code"));
        Files.createSymbolicLink(source.resolve("absolute.py"), source.resolve("pkg/__init__.py"));

        synchronise();

        assertThat(target.resolve("LICENSE")).hasContent("terms");
        assertThat(Files.isSymbolicLink(target.resolve("LICENSE"))).isFalse();
        assertThat(target.resolve("code/x.py")).hasContent("x");
        assertThat(target.resolve("absolute.py")).hasContent("b");
        Trees.write(target.resolve("code/x.py"), "written by a backend");
        assertThat(directory.resolve("shared/code/x.py")).hasContent("x");
    }

    @Test
    @DisplayName("links that lead in circles come to an end")
    void circles() throws Exception {
        Files.createSymbolicLink(source.resolve("pkg/self"), source.resolve("pkg"));
        Files.createSymbolicLink(source.resolve("pkg/parent"), source);

        synchronise();

        assertThat(target.resolve("pkg/__init__.py")).exists();
    }

    @Test
    @DisplayName("a link in the copy is never written through")
    void linkInCopy() throws Exception {
        synchronise();
        Path precious = Trees.write(directory.resolve("precious"), "data");
        Files.delete(target.resolve("pyproject.toml"));
        Files.createSymbolicLink(target.resolve("pyproject.toml"), precious);

        synchronise();

        assertThat(precious).hasContent("data");
        assertThat(Files.isRegularFile(target.resolve("pyproject.toml"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    @DisplayName("who may execute a file is kept, and the copy of a read-only file can be written")
    void permissions() throws Exception {
        write("configure", "x");
        Files.setPosixFilePermissions(source.resolve("configure"), PosixFilePermissions.fromString("r-xr-xr-x"));

        synchronise();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("configure"))))
                .isEqualTo("rwxr-xr-x");
    }

    @ParameterizedTest
    @CsvSource({"rw-------, rw-r--r--", "rw-rw-r--, rw-r--r--", "rwx------, rwxr-xr-x", "rw-r-xr-x, rw-r--r--"})
    @DisplayName("for whom else a file is, in the copy of a source tree, does not depend on the umask of the checkout")
    void umask(String original, String copy) throws Exception {
        write("script", "x");
        Files.setPosixFilePermissions(source.resolve("script"), PosixFilePermissions.fromString(original));

        synchronise();
        synchronise();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("script"))))
                .isEqualTo(copy);
    }

    @Test
    @DisplayName("a mirrored directory keeps its permissions, which are those of an archive")
    void mirroredPermissions() throws Exception {
        write("private", "x");
        Files.setPosixFilePermissions(source.resolve("private"), PosixFilePermissions.fromString("rw-------"));

        SynchronisedCopy.mirror(source, target);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("private"))))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName(
            "a file whose name changes in upper and lower case only is in the copy, where that is no difference, too")
    void anotherSpelling() throws Exception {
        assumeTrue(Files.exists(source.resolve("PYPROJECT.TOML")), "the file system tells upper from lower case apart");
        synchronise();
        Files.delete(source.resolve("pkg/__init__.py"));
        write("pkg/__INIT__.py", "b");

        assertThat(synchronise()).isEqualTo(new SynchronisedCopy.Outcome(1, 1, 1));
        assertThat(Trees.describe(target).keySet())
                .isEqualTo(Trees.describe(source).keySet());
    }

    @Test
    @DisplayName("the original is only read")
    void originalUntouched() throws Exception {
        Map<String, String> before = Trees.describe(source);

        synchronise();
        synchronise();

        assertThat(Trees.describe(source)).isEqualTo(before);
    }

    private SynchronisedCopy.Outcome synchronise() throws Exception {
        return SynchronisedCopy.synchronise(source, target, Set.of());
    }

    private void write(String name, String content) throws Exception {
        Trees.write(source.resolve(name), content);
        Files.setLastModifiedTime(source.resolve(name), OLD);
    }
}
