package io.github.pyb.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.testing.WheelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts are programs there, which pip makes")
class WheelInstallationTest {

    private static final InterpreterTags TAGS =
            new InterpreterTags(Version.of(3, 11, 7), 11, Optional.of("x86_64"), 36);

    @TempDir
    Path directory;

    private Path environment;
    private Path library;
    private InstallPlace place;

    @BeforeEach
    void make() {
        environment = directory.resolve("environment");
        library = environment.resolve("lib/python3.11/site-packages");
        place = new InstallPlace(
                environment.resolve("bin/python"),
                environment,
                environment.resolve("bin"),
                library,
                library,
                environment.resolve("include/site/python3.11"));
    }

    @Test
    @DisplayName("files go where their scheme says, and RECORD says where and what they are")
    void schemes() throws Exception {
        Path wheel = tool().with("tool-1.0.data/scripts/run", "#!python -x", "print()")
                .with("tool-1.0.data/data/share/a, b.txt", "x")
                .with("tool-1.0.data/headers/tool.h", "x")
                .with("tool-1.0.data/platlib/fast.so", "x")
                .with("tool-1.0.dist-info/entry_points.txt", "[console_scripts]", "tool = tool.cli:App.main")
                .changing(
                        "tool-1.0.dist-info/RECORD",
                        text -> text.replace(
                                "tool-1.0.data/data/share/a, b.txt", "\"tool-1.0.data/data/share/a, b.txt\""))
                .writeInto(directory);

        install(wheel);

        assertThat(environment.resolve("bin/run")).hasContent("#!" + place.python() + "\nprint()");
        assertThat(environment.resolve("bin/tool"))
                .isExecutable()
                .content()
                .startsWith("#!" + place.python() + "\n")
                .contains("from tool.cli import App\n", "sys.exit(App.main())");
        assertThat(environment.resolve("include/site/python3.11/tool/tool.h")).exists();
        assertThat(library.resolve("tool-1.0.dist-info/INSTALLER")).hasContent("pip");
        assertThat(library.resolve("tool-1.0.dist-info/REQUESTED")).isEmptyFile();
        assertThat(library.resolve("tool-1.0.dist-info/RECORD"))
                .content()
                .contains("\"../../../share/a, b.txt\",sha256=", "fast.so,sha256=", "../../../bin/tool,sha256=")
                .contains("tool-1.0.dist-info/RECORD,,\r\n")
                .contains("../../../bin/run,sha256=" + hash("#!" + place.python() + "\nprint()\n"));
    }

    @Test
    @DisplayName("nothing of a wheel with another hash is looked at")
    void otherHash() {
        Path wheel = tool().writeInto(directory);

        assertThatThrownBy(() -> install(new WantedWheel(
                        wheel, Set.of("0".repeat(64)), ProjectName.of("tool"), "1.0", Optional.empty())))
                .isInstanceOf(Uncertain.class)
                .hasMessage("tool 1.0: tool-1.0-py3-none-any.whl has another hash");
        assertThat(environment).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.py", "/evil.py", "a/../../evil.py", "a//b.py", "a\\b.py", "./a.py", "\u00e4.py"})
    @DisplayName("a name that does not stay below the environment, or not everywhere, is left to pip")
    void names(String name) {
        refused(tool().changing(name, text -> "x"), "in its name|an unusual name");
    }

    @Test
    @DisplayName(
            "whatever bytes a wheel has that somebody has locked: it is installed within the environment, or left to pip as a whole")
    void anyBytes() throws Exception {
        byte[] whole = Files.readAllBytes(tool().with("tool-1.0.data/scripts/run", "#!python", "print()")
                .with("tool-1.0.dist-info/entry_points.txt", "[console_scripts]", "tool = tool.cli:App.main")
                .writeInto(directory));
        Random random = new Random(517);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] changed =
                    Arrays.copyOf(whole, random.nextInt(20) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int j = random.nextInt(3); changed.length > 0 && j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Path wheel = Files.write(directory.resolve("changed.whl"), changed);
            try {
                install(wheel);
            } catch (Uncertain | IOException e) {
                refused++;
                assertThat(environment)
                        .as("change " + i + ": " + e)
                        .satisfiesAnyOf(
                                root -> assertThat(root).doesNotExist(),
                                root -> assertThat(root).isEmptyDirectory());
            }
            TreeRemoval.remove(environment);
            assertThat(directory.toFile().list()).containsOnly("changed.whl", "tool-1.0-py3-none-any.whl");
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    @DisplayName("what only an installer writes is left to pip if a wheel has it already")
    void installersFiles() {
        refused(
                tool().with("tool-1.0.dist-info/INSTALLER", "me"),
                "it has a file that only an installer should write: tool-1.0.dist-info/INSTALLER");
    }

    @Test
    @DisplayName("a wheel of another format, for another interpreter or of another project is left to pip")
    void others() {
        refused(changed("WHEEL", text -> text.replace("1.0", "1.1")), "its format is 1.1");
        refused(
                changed("WHEEL", text -> text.replace("py3-none-any", "cp312-none-any")),
                "it is not certain that it suits the interpreter: \\[cp312-none-any]");
        refused(
                changed("METADATA", text -> text.replace("Name: tool", "Name: other")),
                "it is not what it should be: tool-1.0.dist-info");
        refused(
                changed("METADATA", text -> text.replace("Version: 1.0", "Version: 1.0.1")),
                "it is not what it should be: tool-1.0.dist-info");
        refused(tool().describedBy("Requires-Python: >=3.12"), "it requires Python >=3.12");
        refused(changed("RECORD", text -> text + "a\n"), "its RECORD has an unusual line");
        refused(changed("WHEEL", text -> null), "it has no file tool-1.0.dist-info/WHEEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"easy_install = a:b", "pip3 = a:b", "x = a", "x = a:b [extra]", "../x = a:b", "x = a b:c"})
    @DisplayName("an entry point that pip has a way of its own with is left to pip")
    void entryPoints(String line) {
        refused(
                tool().with("tool-1.0.dist-info/entry_points.txt", "[gui_scripts]", line),
                "it has an unusual entry point: .*");
    }

    @Test
    @DisplayName("a script that an entry point replaces is left to pip")
    void twoScripts() {
        refused(
                tool().with("tool-1.0.data/scripts/tool-script.py", "x")
                        .with("tool-1.0.dist-info/entry_points.txt", "[console_scripts]", "tool = a:b"),
                "it has a script and an entry point of the same name: .*");
    }

    @Test
    @DisplayName("two distributions with the same file are left to pip, and nothing of either is there")
    void collision() throws Exception {
        Path one = tool().writeInto(directory);
        Path two = new WheelFile("other", "1.0").with("tool.py", "x").writeInto(directory);

        try (WheelInstallation installation = new WheelInstallation(place, TAGS, PipStyle.FOURTH)) {
            installation.add(wanted(one, "tool"));
            assertThatThrownBy(() -> installation.add(wanted(two, "other")))
                    .hasMessage("other 1.0: another file is to be there already: " + library.resolve("tool.py"));
        }
        assertThat(environment).doesNotExist();
    }

    @Test
    @DisplayName("where a file is in the way, all that was written is taken back")
    void inTheWay() throws Exception {
        Path wheel = tool().with("zzz/late.py", "x").writeInto(directory);
        Path foreign = Files.createDirectories(library.resolve("zzz")).resolve("late.py");
        Files.writeString(foreign, "mine");

        assertThatThrownBy(() -> install(wheel)).hasMessage("there is something already: " + foreign);

        assertThat(foreign).hasContent("mine");
        try (Stream<Path> files = Files.walk(environment)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(foreign);
        }
    }

    @Test
    @DisplayName("a member whose content is not what the archive says is found out, and all is taken back")
    void damaged() throws Exception {
        Path wheel = tool().with("large.py", "x = '" + "abc".repeat(500) + "'").writeInto(directory);
        byte[] bytes = Files.readAllBytes(wheel);
        // The checksum in the directory of the archive, at the end, of the member of that name.
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("large.py") - 46 + 16;
        bytes[at] ^= 1;
        Files.write(wheel, bytes);

        assertThatThrownBy(() -> install(wheel)).hasMessage("tool 1.0: large.py is damaged in the archive");

        assertThat(library).doesNotExist();
    }

    @Test
    @DisplayName("an archive with something before it, or a link in it, is left to pip")
    void oddArchives() throws Exception {
        Path wheel = tool().writeInto(directory);
        byte[] bytes = Files.readAllBytes(wheel);
        byte[] shifted = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, shifted, 4, bytes.length);
        Path prefixed = Files.write(directory.resolve("prefixed.whl"), shifted);
        assertThatThrownBy(() -> install(wanted(prefixed, "tool")))
                .hasMessage("tool 1.0: its zip archive has an unusual end");

        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("tool.py") - 46 + 38;
        bytes[at + 3] = (byte) 0xa0;
        bytes[at + 2] = 0;
        Path linked = Files.write(directory.resolve("linked.whl"), bytes);
        assertThatThrownBy(() -> install(wanted(linked, "tool")))
                .hasMessage("tool 1.0: tool.py is stored in an unusual way");
    }

    @Test
    @DisplayName("what is no archive at all is left to pip")
    void noArchive() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.whl"));
        Path nothing = directory.resolve("nothing.whl");
        try (OutputStream stream = Files.newOutputStream(nothing);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            zip.putNextEntry(new ZipEntry("a.py"));
        }

        assertThatThrownBy(() -> install(wanted(empty, "tool"))).hasMessage("tool 1.0: its zip archive is damaged");
        assertThatThrownBy(() -> install(wanted(nothing, "tool"))).hasMessage("tool 1.0: it has no file /METADATA");
    }

    @Test
    @DisplayName("releases of pip are known up to the last one that was compared")
    void styles() {
        assertThat(Stream.of("22.2.2", "26.4", "27.0", "26.0b1").map(WheelInstallationTest::style))
                .containsOnly(Optional.empty());
        assertThat(Stream.of("22.3", "23.0.1", "23.1", "25.1.1", "25.2", "25.3", "26.0", "26.3")
                        .map(WheelInstallationTest::style))
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        PipStyle.FIRST,
                        PipStyle.FIRST,
                        PipStyle.SECOND,
                        PipStyle.SECOND,
                        PipStyle.THIRD,
                        PipStyle.THIRD,
                        PipStyle.FOURTH,
                        PipStyle.FOURTH);
    }

    @Test
    @DisplayName("before 23.1 pip did not write down the hash of a file whose address does not name it")
    void origin() {
        assertThat(PipStyle.FIRST.origin("file:///tool.whl", "ab"))
                .asString()
                .isEqualTo("{\"archive_info\": {}, \"url\": \"file:///tool.whl\"}");
        assertThat(PipStyle.SECOND.origin("file:///tool.whl", "ab"))
                .asString()
                .isEqualTo("{\"archive_info\": {\"hash\": \"sha256=ab\", \"hashes\": {\"sha256\": \"ab\"}},"
                        + " \"url\": \"file:///tool.whl\"}");
    }

    private static Optional<PipStyle> style(String version) {
        return PipStyle.of(Version.parse(version).orElseThrow());
    }

    private static WheelFile tool() {
        return new WheelFile("tool", "1.0").with("tool.py", "x = 1");
    }

    private static WheelFile changed(String file, UnaryOperator<String> change) {
        return tool().changing("tool-1.0.dist-info/" + file, change);
    }

    private void refused(WheelFile wheel, String why) {
        Path file = wheel.writeInto(directory);
        assertThatThrownBy(() -> install(file))
                .isInstanceOf(Uncertain.class)
                .message()
                .containsPattern("^tool 1.0: .*(" + why + ")");
        assertThat(environment).doesNotExist();
    }

    private void install(Path wheel) throws Exception {
        install(wanted(wheel, "tool"));
    }

    private void install(WantedWheel wheel) throws IOException, Uncertain {
        try (WheelInstallation installation = new WheelInstallation(place, TAGS, PipStyle.FOURTH)) {
            installation.add(wheel);
            installation.complete();
        }
    }

    private static WantedWheel wanted(Path wheel, String name) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(wheel));
        return new WantedWheel(
                wheel, Set.of(HexFormat.of().formatHex(digest)), ProjectName.of(name), "1.0", Optional.empty());
    }

    private static String hash(String text) {
        return WheelFile.hashes("text", text).get("text");
    }
}
