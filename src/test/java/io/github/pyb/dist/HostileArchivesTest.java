package io.github.pyb.dist;

import static io.github.pyb.testing.TarBuilder.header;
import static io.github.pyb.testing.TarBuilder.sdist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.TarBuilder;
import io.github.pyb.testing.Trees;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that nobody should have to unpack. Each is refused with the reason, and leaves nothing behind anywhere. */
class HostileArchivesTest {

    private static final ArchiveLimits NORMAL = ArchiveLimits.normal();

    @TempDir
    Path directory;

    private record Hostile(String title, Supplier<byte[]> archive, ArchiveLimits limits, List<String> says) {
        @Override
        public String toString() {
            return title;
        }
    }

    @ParameterizedTest(name = "{0}")
    @Behaviour({53, 54, 55, 63, 64, 67})
    @DisplayName("nothing is unpacked from an archive with")
    @MethodSource({"names", "unportable", "links", "kinds", "extended", "duplicates", "limits", "damaged", "contents"})
    void refused(Hostile hostile) throws Exception {
        Path destination = Files.createDirectories(directory.resolve("deep/down/destination"));
        Trees.write(directory.resolve("deep/canary"), "alive");
        Path file = TarBuilder.write(
                directory.resolve("pkg-1.0.tar.gz"), hostile.archive().get());
        Map<String, String> before = Trees.describe(directory);

        assertThatThrownBy(() -> SdistArchive.open(file, hostile.limits()).unpack(destination))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED))
                .hasMessageStartingWith("the source distribution is refused: ")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("\n  try: ")
                .message()
                .contains(hostile.says());
        assertThat(Trees.describe(directory)).isEqualTo(before);
    }

    static Stream<Hostile> names() {
        return Stream.of(
                file("an absolute name", "/etc/evil", "\"/etc/evil\" has an absolute name"),
                file("an absolute name below the directory that it looks like", "//pkg-1.0/evil", "an absolute name"),
                file("a drive letter", "C:/evil", "\"C:/evil\" has an absolute name"),
                file("a drive letter without a slash", "c:evil", "\"c:evil\" has an absolute name"),
                file("a drive and backslashes", "C:\\evil", "\"C:\\\\evil\" has an absolute name"),
                file("the name of a share", "\\\\host\\share\\evil", "has an absolute name"),
                file("a backslash", "pkg-1.0/..\\..\\evil", "has a backslash in its name"),
                file("two dots at the beginning", "../evil", "\"../evil\" leads upwards"),
                file("two dots in the middle", "pkg-1.0/../../evil", "\"pkg-1.0/../../evil\" leads upwards"),
                file("two dots that stay within", "pkg-1.0/a/../evil", "leads upwards"),
                file("two dots at the end", "pkg-1.0/..", "\"pkg-1.0/..\" leads upwards"),
                file("two dots after a dot", "./../evil", "leads upwards"),
                file("a hidden absolute name", ".//etc/evil", "has an empty directory name"),
                file("two slashes", "pkg-1.0//evil", "\"pkg-1.0//evil\" has an empty directory name"),
                file("no name", "", "a member has no name"),
                file("a line feed", "pkg-1.0/a\nERROR", "\"pkg-1.0/a\\u000aERROR\" has a control character"),
                file("an escape sequence", "pkg-1.0/\u001b[2J", "\"pkg-1.0/\\u001b[2J\" has a control character"),
                file("a C1 control character", "pkg-1.0/\u009b2J", "has a control character"),
                tar(
                        "a NUL character",
                        sdist().pax("path", "pkg-1.0/a\0.txt").file("x", "evil"),
                        "\"pkg-1.0/a\\u0000.txt\" has a control character"),
                tar(
                        "a file whose name is that of a directory",
                        sdist().file("pkg-1.0/a/", "evil"),
                        "\"pkg-1.0/a/\" has the name of a directory but is none"),
                tar(
                        "a link in place of the root",
                        sdist().symbolicLink("./", "/etc"),
                        "\"./\" has the name of a directory but is none"),
                tar(
                        "a name that is not UTF-8",
                        sdist().add(header("pkg-1.0/caf", '0').bytes(11, (byte) 0xe9)),
                        "a name is not encoded in UTF-8: \"pkg-1.0/caf\ufffd\""));
    }

    static Stream<Hostile> unportable() {
        return Stream.of(
                file("the name of a device", "pkg-1.0/aux", "\"pkg-1.0/aux\"", "is a device on Windows: aux"),
                file("a device with an extension", "pkg-1.0/Con.txt", "is a device on Windows: Con.txt"),
                file("a device as a directory", "pkg-1.0/nul/a.py", "is a device on Windows: nul"),
                file("a device with a blank", "pkg-1.0/com1 .txt", "is a device on Windows: com1 .txt"),
                file("a device with a superscript", "pkg-1.0/COM\u00b9", "is a device on Windows"),
                file("a dot at the end", "pkg-1.0/a.", "\"pkg-1.0/a.\"", "ends with a dot or a blank"),
                file("three dots", "pkg-1.0/.../a", "ends with a dot or a blank"),
                file("a blank at the end", "pkg-1.0/a /b", "ends with a dot or a blank"),
                file("the stream of a file", "pkg-1.0/a.py:evil", "\"pkg-1.0/a.py:evil\" has a colon in its name"),
                file("too long a part", "pkg-1.0/" + "\u00e9".repeat(128), "a part of more than 255 bytes"),
                tar(
                        "names that differ in case",
                        sdist().file("pkg-1.0/A.py", "a").file("pkg-1.0/a.py", "b"),
                        "\"pkg-1.0/a.py\" differs from \"A.py\" beside it in upper and lower case",
                        "on Windows and macOS one would overwrite the other",
                        "rename it in the project"),
                tar(
                        "directories that differ in case",
                        sdist().file("pkg-1.0/Lib/a.py", "a").file("pkg-1.0/lib/b.py", "b"),
                        "\"pkg-1.0/lib/b.py\" differs from \"Lib\" beside it"),
                tar(
                        "a link that differs from a file in case",
                        sdist().file("pkg-1.0/A", "a").symbolicLink("pkg-1.0/a", "PKG-INFO"),
                        "\"pkg-1.0/a\" differs from \"A\" beside it"));
    }

    @Test
    @DisplayName("names that are the same letters in two forms of Unicode are refused")
    void normalisation() {
        assumeTrue(Trees.canName("\u00e9"), "SKIPPED: file names are not in Unicode here");
        Path file = sdist().file("pkg-1.0/caf\u00e9", "a")
                .file("pkg-1.0/cafe\u0301", "b")
                .writeTo(directory.resolve("pkg-1.0.tar.gz"));

        assertThatThrownBy(() -> SdistArchive.open(file))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("\"pkg-1.0/cafe\u0301\" differs from \"caf\u00e9\" beside it");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("where file names are not in Unicode, a message says how to change that")
    void locale() throws Exception {
        Path file =
                sdist().pax("path", "pkg-1.0/caf\u00e9").file("x", "a").writeTo(directory.resolve("pkg-1.0.tar.gz"));
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Opening.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        java.environment().put("LC_ALL", "C");

        String output = new String(java.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(output)
                .contains("the member \"pkg-1.0/caf?\" has a name that no file can have here")
                .contains("LC_ALL=C.UTF-8");
    }

    /** Has a JVM of its own, because file names have one encoding in all of a JVM. */
    public static final class Opening {
        public static void main(String[] arguments) throws Exception {
            try {
                SdistArchive.open(Path.of(arguments[0]));
            } catch (UserProblem e) {
                System.out.println(e.getMessage());
            }
        }
    }

    static Stream<Hostile> links() {
        return Stream.of(
                link("a link to an absolute place", "/etc/passwd", "is a link to an absolute place: \"/etc/passwd\""),
                link("a link to a drive", "C:\\evil", "is a link to an absolute place"),
                link("a link to a share", "\\\\host\\share", "is a link to an absolute place"),
                link("a link with a backslash", "..\\..\\evil", "is a link to an unclear place"),
                link("a link to nothing", "", "is a link to nothing"),
                link("a link that leaves the archive", "../../evil", "leads out of the archive: \"../../evil\""),
                link("a link that leaves its directory", "../evil", "leads out of the archive: \"../evil\""),
                link("a link that comes back", "../pkg-1.0/PKG-INFO", "leads out of the archive"),
                link("a link that goes down and up again", "a/../../evil", "goes down and up again"),
                link("a link to a device", "nul", "is a device on Windows: nul"),
                link("a link to itself", "link", "is a link that leads in circles"),
                tar(
                        "links that lead to each other",
                        sdist().symbolicLink("pkg-1.0/a", "b").symbolicLink("pkg-1.0/b", "a"),
                        "is a link that leads in circles"),
                tar(
                        "a chain of links that leaves the archive",
                        sdist().directory("pkg-1.0/a/")
                                .symbolicLink("pkg-1.0/a/b", "..")
                                .symbolicLink("pkg-1.0/a/c", "b/..")
                                .symbolicLink("pkg-1.0/a/d", "c/../evil"),
                        "\"pkg-1.0/a/c\" is a link that goes down and up again: \"b/..\""),
                tar(
                        "a link through a link to its parent",
                        sdist().symbolicLink("pkg-1.0/a", ".").symbolicLink("pkg-1.0/a/b", ".."),
                        "\"pkg-1.0/a/b\" lies in something that is no directory: \"pkg-1.0/a\""),
                tar(
                        "a link that leaves the archive where case does not count",
                        sdist().symbolicLink("pkg-1.0/x/y/l", "../..").symbolicLink("pkg-1.0/x/y/e", "L/../../evil"),
                        "\"pkg-1.0/x/y/e\" is a link that goes down and up again"),
                tar(
                        "a file behind a link",
                        sdist().symbolicLink("pkg-1.0/a", "b").file("pkg-1.0/a/evil", "x"),
                        "\"pkg-1.0/a/evil\" lies in something that is no directory: \"pkg-1.0/a\""),
                tar(
                        "a link where a directory was",
                        sdist().file("pkg-1.0/a/evil", "x").symbolicLink("pkg-1.0/a", "b"),
                        "\"pkg-1.0/a\" is no directory, but others lie in it"),
                tar(
                        "a link for its one directory",
                        new TarBuilder().symbolicLink("pkg-1.0", "evil"),
                        "\"pkg-1.0\" has to be the directory that everything is in, and is a file or a link"),
                hardLink("a hard link that leads out", "../evil", "a hard link to a place that cannot be: \"../evil\""),
                hardLink("a hard link to an absolute place", "/etc/passwd", "a place that cannot be: \"/etc/passwd\""),
                hardLink("a hard link to nothing", "", "a place that cannot be: \"\""),
                hardLink("a hard link to what is missing", "pkg-1.0/x", "no file before it in the archive"),
                hardLink("a hard link to itself", "pkg-1.0/hard", "no file before it in the archive"),
                hardLink("a hard link to a directory", "pkg-1.0", "no file before it in the archive"),
                hardLink("a hard link in other letters", "pkg-1.0/pkg-info", "no file before it in the archive"),
                tar(
                        "a hard link to what comes later",
                        sdist().hardLink("pkg-1.0/hard", "pkg-1.0/later").file("pkg-1.0/later", "x"),
                        "\"pkg-1.0/hard\" is a hard link to something that is no file before it"),
                tar(
                        "a hard link to a link",
                        sdist().symbolicLink("pkg-1.0/l", "PKG-INFO").hardLink("pkg-1.0/hard", "pkg-1.0/l"),
                        "\"pkg-1.0/hard\" is a hard link to something that is no file before it"));
    }

    static Stream<Hostile> kinds() {
        return Stream.of(
                kind("a character device", '3', "\"pkg-1.0/evil\" is a device"),
                kind("a block device", '4', "\"pkg-1.0/evil\" is a device"),
                kind("a named pipe", '6', "\"pkg-1.0/evil\" is a named pipe"),
                kind("a sparse file", 'S', "\"pkg-1.0/evil\" is a sparse file"),
                kind("a volume of several", 'M', "\"pkg-1.0/evil\" is of a type that nobody knows (0x4d)"),
                kind("a type of nobody", 'Z', "is of a type that nobody knows (0x5a)"),
                tar(
                        "a directory that has a size",
                        sdist().add(header("pkg-1.0/d/", '5').size(512)),
                        "\"pkg-1.0/d/\" is no file but has a size"),
                tar(
                        "a link that has a size",
                        sdist().add(header("pkg-1.0/l", '2').link("x").size(1)),
                        "\"pkg-1.0/l\" is no file but has a size"),
                tar(
                        "a directory by one of its names only",
                        sdist().pax("path", "pkg-1.0/a").add(header("pkg-1.0/a/", '\0')),
                        "\"pkg-1.0/a\" is a directory by one of its names only"),
                tar(
                        "a header that is read in two ways",
                        sdist().add(header("PKG-INFO", '0')
                                .text(257, "ustar  \0")
                                .text(345, "pkg-1.0")),
                        "\"PKG-INFO\" has a header that different tools read in different ways"));
    }

    static Stream<Hostile> extended() {
        return Stream.of(
                pax("a pax name that leads upwards", "path", "pkg-1.0/../../evil", "leads upwards"),
                pax("an absolute pax name", "path", "/etc/evil", "\"/etc/evil\" has an absolute name"),
                pax("a pax name that is empty", "path", "", "takes the path away from a member"),
                pax("a pax size that is another one", "size", "512", "\"pkg-1.0/a\" has two sizes, 1 and 512"),
                pax("a pax size of zero", "size", "0", "\"pkg-1.0/a\" has two sizes, 1 and 0"),
                pax("a pax size that is negative", "size", "-1", "has a size that is no number: \"-1\""),
                pax("a pax time that is a bomb", "mtime", "1e999999999", "has a time stamp that is none"),
                pax("a pax time beyond time", "mtime", "999999999999999", "a time stamp far beyond any calendar"),
                pax("a pax encoding of its own", "hdrcharset", "BINARY", "is not encoded in UTF-8"),
                pax("a sparse file of pax", "GNU.sparse.major", "1", "it has a sparse file"),
                tar(
                        "a pax size for a member without one",
                        sdist().pax("size", "1024")
                                .add(header("pkg-1.0/a", '0'))
                                .file("pkg-1.0/b", "x".repeat(1024)),
                        "\"pkg-1.0/a\" has two sizes, 0 and 1024"),
                tar(
                        "a pax link that leads out",
                        sdist().pax("linkpath", "../../evil").symbolicLink("pkg-1.0/l", "PKG-INFO"),
                        "\"pkg-1.0/l\" is a link that leads out of the archive: \"../../evil\""),
                tar(
                        "a global pax name",
                        sdist().globalPax("path", "pkg-1.0/evil").file("pkg-1.0/a", "x"),
                        "a global header sets the path of all members"),
                tar(
                        "a global pax size",
                        sdist().globalPax("size", "0").file("pkg-1.0/a", "x"),
                        "a global header sets the size of all members"),
                tar(
                        "a pax record that is there twice",
                        sdist().pax("path", "pkg-1.0/a", "path", "pkg-1.0/b").file("x", "x"),
                        "says twice what is the \"path\""),
                tar(
                        "two pax headers for a member",
                        sdist().pax("path", "pkg-1.0/a")
                                .pax("path", "pkg-1.0/b")
                                .file("x", "x"),
                        "a member has two extended headers"),
                tar(
                        "two long names for a member",
                        sdist().longName("pkg-1.0/a").longName("pkg-1.0/b").file("x", "x"),
                        "\"pkg-1.0/a\" has two long names"),
                tar(
                        "two long targets for a link",
                        sdist().longLink("a").longLink("b").symbolicLink("x", "x"),
                        "a link has two targets, one of them \"a\""),
                tar(
                        "a long name and a pax name that differ",
                        sdist().longName("pkg-1.0/a").pax("path", "pkg-1.0/b").file("x", "x"),
                        "\"pkg-1.0/a\" is called \"pkg-1.0/b\" as well"),
                tar(
                        "a long name that leads upwards",
                        sdist().longName("../".repeat(50) + "evil").file("x", "x"),
                        "leads upwards"),
                tar("a long name for nothing", sdist().longName("pkg-1.0/a"), "it ends in the middle of a member"),
                tar(
                        "a pax header that goes on after its end",
                        sdist().add(header("x", 'x')
                                        .content("17 path=pkg-1.0/a\n8 path=b\n")
                                        .size(17))
                                .file("x", "x"),
                        "an extended header goes on after its end"),
                tar(
                        "a long name that goes on after its end",
                        sdist().add(header("x", 'L')
                                        .content("pkg-1.0/a/../../evil")
                                        .size(9))
                                .file("x", "x"),
                        "an extended header goes on after its end"),
                tar(
                        "an owner that is no number",
                        sdist().add(header("pkg-1.0/a", '0').text(108, "root")),
                        "the owner of a member is no number: \"root000\""),
                tar(
                        "a pax header with a time that is no number",
                        sdist().add(header("x", 'x').content("8 path=b\n").text(136, "now\0"))
                                .file("x", "x"),
                        "the time stamp of a member is no number: \"now\""),
                tar(
                        "a pax record that is too long",
                        sdist().add(header("x", 'x').content("99 path=a\n")).file("x", "x"),
                        "a record with a wrong length"),
                tar(
                        "a pax record that is too short",
                        sdist().add(header("x", 'x').content("3 path=a\n")).file("x", "x"),
                        "a record with a wrong length"),
                tar(
                        "a pax record without a length",
                        sdist().add(header("x", 'x').content("path=a\n")).file("x", "x"),
                        "a record without a length"),
                tar(
                        "a pax record without a key",
                        sdist().add(header("x", 'x').content("5 =a\n")).file("x", "x"),
                        "a record without a key"));
    }

    static Stream<Hostile> duplicates() {
        return Stream.of(
                twice("a file twice", sdist().file("pkg-1.0/a", "1").file("pkg-1.0/a", "2")),
                twice(
                        "a file twice, once with a dot",
                        sdist().file("pkg-1.0/a", "1").file("./pkg-1.0/./a", "2")),
                twice(
                        "a file that becomes a directory",
                        sdist().file("pkg-1.0/a", "1").directory("pkg-1.0/a/")),
                twice(
                        "a directory that becomes a file",
                        sdist().directory("pkg-1.0/a/").file("pkg-1.0/a", "1")),
                twice(
                        "a file that becomes a link",
                        sdist().file("pkg-1.0/a", "1").symbolicLink("pkg-1.0/a", "b")),
                twice(
                        "a link that becomes a file",
                        sdist().symbolicLink("pkg-1.0/a", "b").file("pkg-1.0/a", "1")),
                twice(
                        "a link that becomes a directory",
                        sdist().symbolicLink("pkg-1.0/a", "b").directory("pkg-1.0/a")),
                tar(
                        "a file with a file in it",
                        sdist().file("pkg-1.0/a", "1").file("pkg-1.0/a/b", "2"),
                        "\"pkg-1.0/a/b\" lies in something that is no directory: \"pkg-1.0/a\""),
                tar(
                        "a file where others lie",
                        sdist().file("pkg-1.0/a/b", "1").file("pkg-1.0/a", "2"),
                        "\"pkg-1.0/a\" is no directory, but others lie in it"));
    }

    static Stream<Hostile> limits() {
        return Stream.of(
                limited(
                        "too many members",
                        sdist().file("pkg-1.0/a", "").file("pkg-1.0/b", ""),
                        new ArchiveLimits(3, 1 << 20, 500, 1000, 100, 10),
                        "it has more than 3 members"),
                limited(
                        "too many directories that are only named",
                        sdist().file("pkg-1.0/a/b/c/d", ""),
                        new ArchiveLimits(5, 1 << 20, 500, 1000, 100, 10),
                        "it has more than 5 members"),
                limited(
                        "too many bytes",
                        sdist().file("pkg-1.0/a", "x".repeat(5000)).file("pkg-1.0/b", "x".repeat(5000)),
                        new ArchiveLimits(10, 10_000, 500, 1000, 100, 10),
                        "\"pkg-1.0/b\" says that it has 5000 bytes; an archive may hold 10000"),
                limited(
                        "too many empty blocks at its end",
                        sdist().raw(new byte[20_000]),
                        new ArchiveLimits(10, 10_000, 500, 1000, 100, 10),
                        "it holds more than 10000 bytes"),
                limited(
                        "too many extended headers",
                        globals(100),
                        new ArchiveLimits(10, 50_000, 500, 1000, 100, 10),
                        "it holds more than 50000 bytes"),
                limited(
                        "too many copies of a file",
                        copies(30),
                        new ArchiveLimits(100, 200_000, 500, 1000, 100, 10),
                        "it holds more than 200000 bytes"),
                limited(
                        "too long names, all together",
                        sdist().file("pkg-1.0/" + "a".repeat(80), "").file("pkg-1.0/" + "b".repeat(80), ""),
                        new ArchiveLimits(10, 1 << 20, 500, 150, 100, 10),
                        "the names of its members have more than 150 characters"),
                limited(
                        "too long a link",
                        sdist().pax("linkpath", "a/".repeat(100)).symbolicLink("pkg-1.0/l", ""),
                        new ArchiveLimits(10, 1 << 20, 500, 1000, 100, 10),
                        "\"pkg-1.0/l\" is a link with a target of more than 100 characters"),
                tar(
                        "too long a name",
                        sdist().pax("path", "pkg-1.0/" + "a/".repeat(600)).file("x", ""),
                        "has a name of more than 1024 characters"),
                tar(
                        "too deep a member",
                        sdist().pax("path", "pkg-1.0/" + "a/".repeat(64) + "b").file("x", ""),
                        "lies more than 64 directories deep"),
                tar(
                        "a content that grows beyond measure",
                        sdist().add(header("pkg-1.0/zeros", '0').content(new byte[17 * 1024 * 1024])),
                        "unpacked it is more than 500 times as large as packed"),
                tar(
                        "a member that says it is huge",
                        sdist().add(header("pkg-1.0/a", '0').text(124, "77777777777\0"))
                                .add(header("pkg-1.0/b", '0').text(124, "77777777777\0")),
                        "\"pkg-1.0/a\" says that it has 8589934591 bytes"),
                tar(
                        "a size in binary that is huge",
                        sdist().add(header("pkg-1.0/a", '0')
                                .bytes(124, new byte[12])
                                .bytes(124, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0x7f)),
                        "\"pkg-1.0/a\" says that it has 9151314442816847872 bytes"),
                tar(
                        "a size in binary that is beyond numbers",
                        sdist().add(header("pkg-1.0/a", '0').bytes(124, (byte) 0x80, (byte) 1)),
                        "the size of a member is out of range"),
                tar(
                        "a pax size that is huge",
                        sdist().pax("size", "999999999999999999").add(header("pkg-1.0/a", '0')),
                        "\"pkg-1.0/a\" says that it has 999999999999999999 bytes"),
                tar(
                        "an extended header that is huge",
                        sdist().add(header("x", 'x').size(2 << 20)),
                        "an extended header has more than 1048576 bytes"));
    }

    static Stream<Hostile> damaged() {
        byte[] whole = TarBuilder.gzip(sdist().finished());
        byte[] archive = sdist().file("pkg-1.0/a", "x".repeat(2000)).unfinished();
        return Stream.of(
                raw("no bytes at all", new byte[0], "it is not compressed by gzip"),
                raw("no compression", sdist().finished(), "it is not compressed by gzip"),
                raw("another compression", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}, "not compressed by gzip"),
                raw("half a gzip header", Arrays.copyOf(whole, 5), "its gzip header ends too early"),
                raw("a gzip header of the future", with(whole, 3, 0x80), "has flags that have no meaning"),
                raw("half its compressed data", Arrays.copyOf(whole, whole.length / 2), "ends too early"),
                raw("no checksum", Arrays.copyOf(whole, whole.length - 3), "its compressed data ends too early"),
                raw(
                        "a wrong checksum",
                        with(whole, whole.length - 8, ~whole[whole.length - 8]),
                        "does not have the checksum"),
                raw("a wrong length", with(whole, whole.length - 1, 0x7f), "does not have the checksum"),
                raw("damaged compressed data", with(whole, 10, 0x07), "its compressed data is damaged"),
                raw(
                        "something after its end",
                        concat(whole, "evil".getBytes(StandardCharsets.US_ASCII)),
                        "after the end"),
                raw("a second archive after its end", concat(whole, whole), "after the end of its compressed data"),
                gzip("half a header", Arrays.copyOf(archive, archive.length - 2048 - 100), "in the middle of a header"),
                gzip("half a member", Arrays.copyOf(archive, archive.length - 1024), "ends in the middle of a member"),
                gzip("half an extended header", extendedHeader(600), "in the middle of an extended header"),
                gzip(
                        "a second archive within",
                        concat(sdist().finished(), sdist().finished()),
                        "after the end of its members"),
                gzip(
                        "something after its members",
                        concat(sdist().finished(), new byte[] {1}),
                        "after the end of its members"),
                gzip(
                        "a wrong checksum of a header",
                        with(archive, 512, 'q'),
                        "the header of a member has a wrong checksum"),
                tar(
                        "a negative size",
                        sdist().add(header("pkg-1.0/a", '0').bytes(124, filled(12, 0xff))),
                        "\"pkg-1.0/a\" has a negative size"),
                tar(
                        "a size with a sign",
                        sdist().add(header("pkg-1.0/a", '0').text(124, "-0000000001\0")),
                        "the size of a member is no number: \"-0000000001\""),
                tar(
                        "a size that is no number",
                        sdist().add(header("pkg-1.0/a", '0').text(124, "0x10\0")),
                        "the size of a member is no number: \"0x10\""));
    }

    static Stream<Hostile> contents() {
        return Stream.of(
                tar("nothing", new TarBuilder(), "one directory that everything is in, and has none"),
                tar("two directories", sdist().file("other/a", "x"), "and has \"other\", \"pkg-1.0\""),
                tar("a file beside the directory", sdist().file("README", "x"), "and has \"README\", \"pkg-1.0\""),
                tar("a file only", new TarBuilder().file("PKG-INFO", "x"), "\"PKG-INFO\" has to be the directory"),
                tar("no PKG-INFO", new TarBuilder().file("pkg-1.0/setup.py", "x"), "it has no pkg-1.0/PKG-INFO"),
                tar(
                        "a PKG-INFO that lies deeper",
                        new TarBuilder().file("pkg-1.0/pkg.egg-info/PKG-INFO", "x"),
                        "it has no pkg-1.0/PKG-INFO"),
                tar(
                        "a PKG-INFO in small letters",
                        new TarBuilder().file("pkg-1.0/pkg-info", "x"),
                        "it has no pkg-1.0/PKG"),
                tar(
                        "a PKG-INFO that is a directory",
                        new TarBuilder().file("pkg-1.0/PKG-INFO/a", "x"),
                        "\"pkg-1.0/PKG-INFO\" has to be a regular file"),
                tar(
                        "a PKG-INFO that is a link",
                        new TarBuilder().file("pkg-1.0/a", "x").symbolicLink("pkg-1.0/PKG-INFO", "a"),
                        "\"pkg-1.0/PKG-INFO\" has to be a regular file"),
                tar(
                        "a PKG-INFO that is a hard link",
                        new TarBuilder().file("pkg-1.0/a", "x").hardLink("pkg-1.0/PKG-INFO", "pkg-1.0/a"),
                        "\"pkg-1.0/PKG-INFO\" has to be a regular file"),
                file(
                        "a name that hides the rest of the message",
                        "pkg-1.0/\u202eyp.exe" + "x".repeat(300) + ":",
                        "\"pkg-1.0/\\u202eyp.exe",
                        "xxx...\" has a colon"));
    }

    private static Hostile file(String title, String name, String... says) {
        return tar(
                title,
                name.length() > 100 ? sdist().longName(name).file("x", "evil") : sdist().file(name, "evil"),
                says);
    }

    private static Hostile link(String title, String target, String says) {
        return tar(title, sdist().symbolicLink("pkg-1.0/link", target), "the member \"pkg-1.0/link\" ", says);
    }

    private static Hostile hardLink(String title, String target, String says) {
        return tar(title, sdist().hardLink("pkg-1.0/hard", target), "the member \"pkg-1.0/hard\" is ", says);
    }

    private static Hostile kind(String title, char type, String... says) {
        return tar(title, sdist().add(header("pkg-1.0/evil", type)), says);
    }

    private static Hostile pax(String title, String key, String value, String... says) {
        return tar(title, sdist().pax(key, value).file("pkg-1.0/a", "x"), says);
    }

    private static Hostile twice(String title, TarBuilder tar) {
        return tar(title, tar, "the member \"pkg-1.0/a\" is in the archive twice");
    }

    private static Hostile tar(String title, TarBuilder tar, String... says) {
        return gzip(title, tar.finished(), says);
    }

    private static Hostile gzip(String title, byte[] archive, String... says) {
        return new Hostile(title, () -> TarBuilder.gzip(archive), NORMAL, List.of(says));
    }

    private static Hostile raw(String title, byte[] file, String... says) {
        return new Hostile(title, () -> file, NORMAL, List.of(says));
    }

    private static Hostile limited(String title, TarBuilder tar, ArchiveLimits limits, String says) {
        return new Hostile(title, () -> TarBuilder.gzip(tar.finished()), limits, List.of(says));
    }

    private static TarBuilder globals(int count) {
        TarBuilder tar = sdist();
        for (int i = 0; i < count; i++) {
            tar.globalPax("comment", "x");
        }
        return tar;
    }

    private static TarBuilder copies(int count) {
        TarBuilder tar = sdist().file("pkg-1.0/a", "x".repeat(10_000));
        for (int i = 0; i < count; i++) {
            tar.hardLink("pkg-1.0/copy" + i, "pkg-1.0/a");
        }
        return tar;
    }

    private static byte[] extendedHeader(int size) {
        byte[] archive = sdist().add(header("x", 'x').content("x".repeat(size))).unfinished();
        return Arrays.copyOf(archive, archive.length - 600);
    }

    private static byte[] with(byte[] bytes, int position, int value) {
        byte[] copy = bytes.clone();
        copy[position] = (byte) value;
        return copy;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
