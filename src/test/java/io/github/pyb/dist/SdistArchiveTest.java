package io.github.pyb.dist;

import static io.github.pyb.testing.TarBuilder.header;
import static io.github.pyb.testing.TarBuilder.sdist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.Resources;
import io.github.pyb.json.Json;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TarBuilder;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdistArchiveTest {

    @TempDir
    Path directory;

    @Test
    @Behaviour({61, 67})
    @DisplayName("archives of every format are unpacked as Python's data filter does it")
    void likePython() throws Exception {
        Map<?, ?> expected = writtenByPython();

        for (String format : new String[] {"ustar", "gnu", "pax"}) {
            Path unpacked = Files.createDirectories(directory.resolve(format).resolve("java"));
            SdistArchive.open(directory.resolve(format).resolve("pkg-1.0.tar.gz"))
                    .unpack(unpacked);

            Map<String, String> found = describe(unpacked);
            if (expected.get(format) == null) {
                System.err.println("This Python has no data filter; the comparison with it is SKIPPED");
            } else {
                assertThat(found).as(format).containsExactlyInAnyOrderEntriesOf(strings((Map<?, ?>)
                        expected.get(format)));
            }
        }
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @DisplayName("an archive says who may execute and read, and no more")
    @CsvSource({
        "0000, rw-------",
        "0100, rwx------",
        "0400, rw-------",
        "0644, rw-r--r--",
        "0655, rw-r--r--",
        "0666, rw-r--r--",
        "0750, rwxr-x---",
        "0777, rwxr-xr-x",
        "4755, rwxr-xr-x",
        "7777, rwxr-xr-x"
    })
    void modes(String inArchive, String expected) throws Exception {
        Path tree = unpack(sdist().add(header("pkg-1.0/a", '0').mode(Integer.parseInt(inArchive, 8))));

        assertThat(Files.getPosixFilePermissions(tree.resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString(expected));
    }

    @Test
    @Behaviour({49, 50})
    @DisplayName("an archive knows its name, its directory, which may be called otherwise, and its metadata")
    void facts() throws Exception {
        SdistArchive archive = SdistArchive.open(sdist().writeTo(directory.resolve("Other_Name-2.0.tar.gz")));

        assertThat(archive.name().project().normalised()).isEqualTo("other-name");
        assertThat(archive.name().version()).hasToString("2.0");
        assertThat(archive.top()).isEqualTo("pkg-1.0");
        assertThat(archive.metadata().name()).isEqualTo("pkg");
        assertThat(archive.metadata().version()).isEqualTo("1.0");
    }

    @Test
    @DisplayName("metadata without a name is no obstacle until somebody asks for it")
    void brokenMetadata() throws Exception {
        SdistArchive archive = SdistArchive.open(new TarBuilder()
                .file("pkg-1.0/PKG-INFO", "Version: 1.0\n")
                .writeTo(directory.resolve("pkg-1.0.tar.gz")));

        assertThatThrownBy(archive::metadata)
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the core metadata has no Name")
                .hasMessageContaining("pkg-1.0/PKG-INFO in " + directory.resolve("pkg-1.0.tar.gz"));
    }

    @ParameterizedTest
    @Behaviour({51, 52})
    @DisplayName("a file that is not called like a source distribution is none")
    @ValueSource(strings = {"pkg.tar.gz", "pkg-one.tar.gz", "pkg-1.0.TAR.GZ", "pkg-1.0.zip"})
    void misnamed(String name) {
        Path file = sdist().writeTo(directory.resolve(name));

        assertThatThrownBy(() -> SdistArchive.open(file))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED))
                .hasMessageContaining("its name is not one of a source distribution (name-version.tar.gz)")
                .hasMessageContaining(file.toString());
    }

    @Test
    @DisplayName("what is no file is no source distribution")
    void noFile() throws Exception {
        Path missing = directory.resolve("pkg-1.0.tar.gz");
        Path aDirectory = Files.createDirectory(directory.resolve("pkg-2.0.tar.gz"));

        for (Path path : new Path[] {missing, aDirectory}) {
            assertThatThrownBy(() -> SdistArchive.open(path))
                    .isInstanceOf(UserProblem.class)
                    .hasMessageContaining("there is no such file")
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    @DisplayName(
            "members whose names begin with a dot and a slash, as tar writes them, are where they would be without")
    void dots() throws Exception {
        Path tree = unpack(new TarBuilder()
                .directory("./")
                .directory("./pkg-1.0/")
                .file("./pkg-1.0/PKG-INFO", "x")
                .file("./pkg-1.0/./src/a.py", "a")
                .directory("./pkg-1.0/.")
                .hardLink("./pkg-1.0/b.py", "./pkg-1.0/src/a.py")
                .symbolicLink("./pkg-1.0/c.py", "./src/./a.py"));

        assertThat(tree.getParent()).isDirectoryContaining(path -> path.equals(tree));
        assertThat(tree.resolve("src/a.py")).hasContent("a");
        assertThat(tree.resolve("b.py")).hasContent("a");
        assertThat(Files.readSymbolicLink(tree.resolve("c.py"))).hasToString("src/a.py");
    }

    @Test
    @DisplayName("a hard link becomes a file of its own")
    void hardLinks() throws Exception {
        Path tree = unpack(sdist().file("pkg-1.0/a", "old").hardLink("pkg-1.0/b", "pkg-1.0/a"));

        Files.writeString(tree.resolve("b"), "new");

        assertThat(tree.resolve("a")).hasContent("old");
    }

    @Test
    @DisplayName("a link may lead to a file, a directory, another link, or nothing, as long as it stays within")
    void links() throws Exception {
        Path tree = unpack(sdist().symbolicLink("pkg-1.0/first", "sub/second")
                .symbolicLink("pkg-1.0/sub/second", "../third/a")
                .symbolicLink("pkg-1.0/third", "real")
                .file("pkg-1.0/real/a", "at last")
                .symbolicLink("pkg-1.0/nothing", "not/there")
                .symbolicLink("pkg-1.0/real/up", "..")
                .symbolicLink("pkg-1.0/here", "."));

        assertThat(tree.resolve("first")).hasContent("at last");
        assertThat(tree.resolve("real/up").toRealPath()).isEqualTo(tree.toRealPath());
        assertThat(tree.resolve("here").toRealPath()).isEqualTo(tree.toRealPath());
        assertThat(tree.resolve("nothing")).isSymbolicLink();
    }

    @Test
    @DisplayName("where links cannot be made, the file that a link leads to is copied in its place")
    void linksCopied() throws Exception {
        SdistArchive archive = archive(sdist().symbolicLink("pkg-1.0/first", "sub/second")
                .symbolicLink("pkg-1.0/sub/second", "../hard")
                .add(header("pkg-1.0/a", '0').content("at last").mode(0755))
                .add(header("pkg-1.0/hard", '1').link("pkg-1.0/a").mode(0755)));

        Path tree = archive.unpack(destination(), (place, target) -> {
            throw new FileSystemException(place.toString(), null, "A required privilege is not held by the client");
        });

        for (String name : new String[] {"first", "sub/second"}) {
            assertThat(tree.resolve(name)).isRegularFile().isExecutable().hasContent("at last");
            assertThat(Files.isSymbolicLink(tree.resolve(name))).isFalse();
        }
    }

    @ParameterizedTest
    @DisplayName("where links cannot be made, one that does not lead to a file is refused")
    @ValueSource(strings = {"sub", "nothing"})
    void linksNeeded(String target) throws Exception {
        SdistArchive archive = archive(sdist().directory("pkg-1.0/sub").symbolicLink("pkg-1.0/link", target));
        Path destination = destination();

        assertThatThrownBy(() -> archive.unpack(destination, (place, text) -> {
                    throw new UnsupportedOperationException("no links");
                }))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("\"pkg-1.0/link\" is a symbolic link, which cannot be made here")
                .hasMessageContaining("on Windows, switch on the developer mode");
        assertThat(destination).isEmptyDirectory();
    }

    @Test
    @Behaviour(62)
    @DisplayName("an archive that was replaced after it had been checked is refused, and what was unpacked is removed")
    void replaced() throws Exception {
        byte[] checked = sdist().file("pkg-1.0/a", "good").finished();
        Map<String, byte[]> replacements = Map.of(
                "content",
                sdist().file("pkg-1.0/a", "evil").finished(),
                "member",
                sdist().symbolicLink("pkg-1.0/a", "/etc").finished(),
                "one more",
                sdist().file("pkg-1.0/a", "good").file("../evil", "evil").finished(),
                "one less",
                sdist().finished(),
                "padding",
                Arrays.copyOf(checked, checked.length + 512));
        for (Map.Entry<String, byte[]> replacement : replacements.entrySet()) {
            Path file = TarBuilder.write(directory.resolve("pkg-1.0.tar.gz"), TarBuilder.gzip(checked));
            SdistArchive archive = SdistArchive.open(file);
            TarBuilder.write(file, TarBuilder.gzip(replacement.getValue()));
            Path destination = destination();

            assertThatThrownBy(() -> archive.unpack(destination))
                    .as(replacement.getKey())
                    .isInstanceOf(UserProblem.class)
                    .hasMessageContaining("it was changed while it was being unpacked");
            assertThat(destination).isEmptyDirectory();
        }
    }

    @Test
    @DisplayName("a directory that is not empty is left as it is")
    void notEmpty() throws Exception {
        SdistArchive archive = archive(sdist());
        Path destination = destination();
        Trees.write(destination.resolve("mine"), "x");

        assertThatThrownBy(() -> archive.unpack(destination))
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("cannot unpack into the directory")
                .hasMessageContaining("the directory is not empty");
        assertThat(destination).isDirectoryContaining(path -> path.endsWith("mine"));
        assertThatThrownBy(() -> archive.unpack(directory.resolve("missing")))
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("no such file or directory");
    }

    @Test
    @DisplayName("directories have their own times, although files were put into them later")
    void directoryTimes() throws Exception {
        Path tree = unpack(sdist().file("pkg-1.0/a", "x").symbolicLink("pkg-1.0/b", "a"));

        assertThat(Files.getLastModifiedTime(tree)).isEqualTo(FileTime.from(Instant.ofEpochSecond(013000000000L)));
    }

    @Test
    @DisplayName("an interrupted build unpacks nothing")
    void interrupted() throws Exception {
        SdistArchive archive = archive(sdist());
        Path destination = destination();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> archive.unpack(destination)).isInstanceOf(InterruptedException.class);

        assertThat(destination).isEmptyDirectory();
    }

    private Map<?, ?> writtenByPython() throws Exception {
        String letters = Trees.canName("\u00e9\ud83d\udc0d") ? "\u00e9\ud83d\udc0d" : "e";
        Process python = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-c",
                        Resources.text(SdistArchiveTest.class, "tar_archives.py"),
                        directory.toString(),
                        HexFormat.of().formatHex(letters.getBytes(StandardCharsets.UTF_8)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).isZero();
        return (Map<?, ?>) Json.parse(output);
    }

    private static Map<String, String> strings(Map<?, ?> values) {
        Map<String, String> strings = new TreeMap<>();
        values.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
        return strings;
    }

    private static Map<String, String> describe(Path root) throws Exception {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(path -> !path.equals(root))::iterator) {
                String name = root.relativize(path).toString();
                entries.put(name, describe(path, name));
            }
        }
        return entries;
    }

    private static String describe(Path path, String name) throws Exception {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        String mode = String.format("%04o", (int) Files.getAttribute(path, "unix:mode") & 07777);
        long time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.MICROSECONDS);
        if (Files.isDirectory(path)) {
            boolean ofItsOwn = !name.contains("implied") && !name.contains("long");
            return "directory " + mode + (ofItsOwn ? " " + time : "");
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
        return "file " + mode + " " + time + " " + HexFormat.of().formatHex(digest);
    }

    private SdistArchive archive(TarBuilder tar) throws Exception {
        return SdistArchive.open(tar.writeTo(directory.resolve("pkg-1.0.tar.gz")));
    }

    private Path destination() throws IOException {
        return Files.createTempDirectory(directory, "destination");
    }

    private Path unpack(TarBuilder tar) throws Exception {
        return archive(tar).unpack(destination());
    }
}
