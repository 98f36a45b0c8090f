package io.github.pyb.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.log.SilentLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.toml.TomlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in lock files, and what does not. */
class LockFormatTest {

    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    private static final Target OLD = target("3.9");
    private static final Target NEW = target("3.13");

    @TempDir
    Path directory;

    private final SortedMap<Target, LockedSet> sets = new TreeMap<>();

    @Test
    @DisplayName(
            "what is the same for all interpreters stands there once, and what is not has a marker that tells them apart")
    void text() {
        sets.put(NEW, set(wheel("backend", "1.10", A, "declared"), wheel("tool", "2.0", B, "sdist", "wheel")));
        sets.put(OLD, set(wheel("backend", "1.10", A, "declared"), wheel("tool", "1.9", A, "wheel")));

        assertThat(new LockWriter(sets).text())
                .isEqualTo(String.join(
                        "\n",
                        "# What builds of this project require, with hashes. Written by mvn pyb:lock, which also renews it.",
                        "lock-version = \"1.0\"",
                        "environments = [",
                        "    \"" + OLD.marker() + "\",",
                        "    \"" + NEW.marker() + "\",",
                        "]",
                        "requires-python = \">=3.9\"",
                        "created-by = \"pyb-maven-plugin\"",
                        "",
                        "[[packages]]",
                        "name = \"backend\"",
                        "version = \"1.10\"",
                        "index = \"https://index.example/simple/\"",
                        "wheels = [",
                        "    {url = \"https://index.example/backend-1.10-py3-none-any.whl\", hashes = {sha256 = \"" + A
                                + "\"}},",
                        "]",
                        "tool.pyb.steps = [\"declared\"]",
                        "",
                        "[[packages]]",
                        "name = \"tool\"",
                        "version = \"1.9\"",
                        "marker = \"python_version == '3.9'\"",
                        "index = \"https://index.example/simple/\"",
                        "wheels = [",
                        "    {url = \"https://index.example/tool-1.9-py3-none-any.whl\", hashes = {sha256 = \"" + A
                                + "\"}},",
                        "]",
                        "tool.pyb.steps = [\"wheel\"]",
                        "",
                        "[[packages]]",
                        "name = \"tool\"",
                        "version = \"2.0\"",
                        "marker = \"python_version == '3.13'\"",
                        "index = \"https://index.example/simple/\"",
                        "wheels = [",
                        "    {url = \"https://index.example/tool-2.0-py3-none-any.whl\", hashes = {sha256 = \"" + B
                                + "\"}},",
                        "]",
                        "tool.pyb.steps = [\"sdist\", \"wheel\"]",
                        "",
                        "[[tool.pyb.environments]]",
                        "marker = \"" + OLD.marker() + "\"",
                        "declared = [",
                        "    \"backend\",",
                        "]",
                        "wheel = [",
                        "    \"tool; python_version > '3'\",",
                        "]",
                        "maven.declared = [",
                        "    \"sibling\",",
                        "]",
                        "",
                        "[[tool.pyb.environments]]",
                        "marker = \"" + NEW.marker() + "\"",
                        "declared = [",
                        "    \"backend\",",
                        "]",
                        "wheel = [",
                        "    \"tool; python_version > '3'\",",
                        "]",
                        "maven.declared = [",
                        "    \"sibling\",",
                        "]",
                        ""));
    }

    @Test
    @DisplayName("what was written is read again, and written again as the same bytes")
    void roundTrip() throws Exception {
        LockedFile odd =
                new LockedFile("it\"s-1-py3-none-any.whl", Optional.empty(), Optional.empty(), Map.of("sha512", B + B));
        LockedFile below = new LockedFile(
                "x-1-py3-none-any.whl", Optional.empty(), Optional.of("dir/x-1-py3-none-any.whl"), Map.of("sha256", A));
        LockedFile address = new LockedFile(
                "d-1-py3-none-any.whl",
                Optional.of("https://elsewhere.example/d-1-py3-none-any.whl"),
                Optional.empty(),
                Map.of("sha256", B));
        sets.put(
                OLD,
                set(
                        new LockedPackage(
                                ProjectName.of("it-s"), "1", Set.of("declared"), false, Optional.empty(), List.of(odd)),
                        new LockedPackage(
                                ProjectName.of("x"), "1", Set.of("declared"), false, Optional.empty(), List.of(below)),
                        new LockedPackage(
                                ProjectName.of("d"),
                                "1",
                                Set.of("declared"),
                                true,
                                Optional.empty(),
                                List.of(address))));
        sets.put(NEW, set(wheel("backend", "1.10", A, "declared")));
        String text = new LockWriter(sets).text();

        Lock lock = LockReader.read("the file", text);

        assertThat(lock.targets()).isEqualTo(sets);
        assertThat(new LockWriter(lock.targets()).text()).isEqualTo(text);
        assertThat(lock.select(markers("3.9"))).contains(sets.get(OLD));
        assertThat(lock.select(markers("3.13"))).contains(sets.get(NEW));
        assertThat(lock.select(markers("3.12"))).isEmpty();
    }

    @Test
    @DisplayName(
            "an interpreter for several processors is told apart from one for a single one, and the file can be read again")
    void severalProcessors() throws Exception {
        Map<String, String> values = new TreeMap<>(
                Map.of("implementation_name", "cpython", "python_version", "3.13", "sys_platform", "darwin"));
        Target universal = Target.of(values);
        values.put("platform_machine", "arm64");
        Target single = Target.of(values);
        sets.clear();
        sets.put(universal, set(wheel("backend", "1", A, "declared")));
        sets.put(single, set(wheel("backend", "2", B, "declared")));

        String text = new LockWriter(sets).text();

        assertThat(text)
                .contains("marker = \"platform_machine != 'arm64'\"\n", "marker = \"platform_machine == 'arm64'\"\n");
        assertThat(LockReader.read("the file", text).targets()).isEqualTo(sets);
    }

    @Test
    @DisplayName("a file in which nothing has to be locked is a valid one")
    void nothing() throws Exception {
        sets.put(OLD, LockedSet.of(Map.of("declared", List.of()), List.of(), Map.of()));
        String text = new LockWriter(sets).text();

        assertThat(text).contains("packages = []\n", "declared = []\n");
        assertThat(LockReader.read("the file", text).targets()).isEqualTo(sets);
    }

    @Test
    @DisplayName(
            "a file of another tool is understood: all that it has counts as declared, for every interpreter that fits")
    void otherTools() throws Exception {
        Lock lock = LockReader.read(
                "the file",
                String.join(
                        "\n",
                        "lock-version = '1.0'",
                        "created-by = 'another'",
                        "[[packages]]",
                        "name = 'Some_Thing'",
                        "version = '2'",
                        "wheels = [{url = 'https://index.example/some_thing-2-py3-none-any.whl?x=1#y', size = 5, upload-time"
                                + " = 2026-01-01T00:00:00Z, hashes = {md5 = 'x', sha256 = '" + A + "'}}]",
                        "[[packages]]",
                        "name = 'old'",
                        "version = '1'",
                        "marker = \"python_version < '3.8'\"",
                        "wheels = [{path = 'old-1-py3-none-any.whl', hashes = {sha256 = '" + A + "'}}]",
                        "[[packages]]",
                        "name = 'checkout'",
                        "[packages.directory]",
                        "path = '.'"));

        LockedSet set = lock.select(markers("3.12")).orElseThrow();

        assertThat(set.of("declared"))
                .extracting(one ->
                        one.name() + " " + one.version() + " " + one.files().size())
                .containsExactly("checkout  0", "some-thing 2 1");
        assertThat(set.find(ProjectName.of("some-thing"))
                        .orElseThrow()
                        .files()
                        .get(0)
                        .name())
                .isEqualTo("some_thing-2-py3-none-any.whl");
        assertThat(lock.targets()).isEmpty();
    }

    @Test
    @DisplayName(
            "a file for other versions of Python has nothing for this one; a pre-release counts as what it precedes")
    void otherPython() throws Exception {
        Lock lock = LockReader.read(
                "the file", "lock-version = '1.0'\nrequires-python = '>=3.12,!=3.12.1'\npackages = []\n");

        assertThat(lock.select(markers("3.11"))).isEmpty();
        assertThat(lock.scope(markers("3.11"))).isEqualTo("Python >=3.12,!=3.12.1");
        assertThat(lock.select(full("3.12.1"))).isEmpty();
        assertThat(lock.select(full("3.12.0rc1"))).isPresent();
        assertThat(lock.select(markers("3.13"))).isPresent();
    }

    private static Map<String, String> full(String version) {
        Map<String, String> markers = new HashMap<>(markers("3.12"));
        markers.put("python_full_version", version);
        return markers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lock-version = ''' | the lock file is not valid TOML | line 1, column",
                "x = 1 | the lock file lacks the key \"lock-version\" | the file",
                "lock-version = 1 | the lock file has a \"lock-version\" that is no string | the file, line 1",
                "lock-version = '2.0' | the lock file has the format 2.0, which is not known here (1.0 is) | the file, line 1",
                "lock-version = '1.0' | the lock file lacks the key \"packages\" | the file",
                "lock-version = '1.0';packages = 3 | the lock file has a \"packages\" that is no array of tables | line 2",
                "lock-version = '1.0';[[packages]];version = '1' | the lock file lacks the key \"name\" | line 2",
                "lock-version = '1.0';environments = ['x'];packages = [] | the lock file has a marker that cannot be"
                        + " understood: x | line 2",
                "lock-version = '1.0';requires-python = '3';packages = [] | the lock file has a \"requires-python\" that"
                        + " cannot be understood: 3 | line 2",
                "lock-version = '1.0';[[packages]];name = 'a';version = '1';marker = 'b' | the entry of a in the lock"
                        + " file has a marker that cannot be understood: b | line 5",
                "lock-version = '1.0';[[packages]];name = 'a';wheels = [{url = 'http://x/a.whl', hashes = {sha256 = 'f'}}] |"
                        + " the entry of a in the lock file has a hash that is none: f | line 4",
                "lock-version = '1.0';[[packages]];name = 'a';wheels = [{url = 'http://x/a.whl', hashes = {md5 = 'f'}}] |"
                        + " the entry of a in the lock file has no hash of a.whl that proves enough | line 4",
                "lock-version = '1.0';[[packages]];name = 'a';wheels = [{path = \"a\\u0000.whl\", hashes = {md5 = 'f'}}] | the"
                        + " entry of a in the lock file has a path that no file can have here: a | line 4",
                "lock-version = '1.0';[[packages]];name = 'a';wheels = [{hashes = {md5 = 'f'}}] | the entry of a in the lock"
                        + " file has a file without a name | line",
            })
    @DisplayName("what is wrong with a file is one message, with the place and the way out")
    void invalid(String lines, String message, String place) {
        assertThatThrownBy(() -> LockReader.read("the file", lines.replace(';', '\n')))
                .hasMessageStartingWith(message)
                .hasMessageContaining("where:        the file")
                .hasMessageContaining(place)
                .hasMessageContaining("try:          mvn pyb:lock, which writes it anew");
    }

    @Test
    @DisplayName("two versions of one project for the same interpreter are not chosen from")
    void ambiguous() throws Exception {
        String one = "[[packages]]\nname = 'a'\nversion = '1'\n";
        Lock lock = LockReader.read("the file", "lock-version = '1.0'\n" + one + one.replace("'1'", "'2'"));

        assertThatThrownBy(() -> lock.select(markers("3.12")))
                .hasMessageStartingWith("the lock file has a twice for one interpreter")
                .hasMessageContaining("the file, line 3")
                .hasMessageContaining("the file, line 6");
    }

    @Test
    @DisplayName("a file that was read in an earlier build is remembered, with what there is to say about its lines")
    void remembered() throws Exception {
        Path store = directory.resolve("store");
        Path file = directory.resolve("pylock.toml");
        String one = "[[packages]]\nname = 'a'\nversion = '1'\n";
        Files.writeString(file, "lock-version = '1.0'\n" + one + one.replace("'1'", "'2'"));
        List<LockedPackage> read = LockReader.read(file, remembering(store)).packages();
        assertThat(read).hasSize(2);
        assertThat(store.resolve("documents")).isNotEmptyDirectory();

        Lock lock = LockReader.read(file, remembering(store));

        assertThat(lock.packages()).isEqualTo(read);
        assertThatThrownBy(() -> lock.select(markers("3.12")))
                .hasMessageContaining(file + ", line 3")
                .hasMessageContaining(file + ", line 6");
    }

    private static TomlReader remembering(Path store) {
        return TomlReader.remembering(store, 1 << 20, new SilentLog());
    }

    @Test
    @DisplayName("what has changed is a line for each project and environment")
    void changes() {
        SortedMap<Target, LockedSet> before = new TreeMap<>(Map.of(
                OLD,
                set(
                        wheel("gone", "1", A, "declared"),
                        wheel("kept", "1", A, "declared"),
                        wheel("newer", "1", A, "declared"),
                        wheel("other", "1", A, "declared"))));
        SortedMap<Target, LockedSet> after = new TreeMap<>(Map.of(
                NEW,
                set(
                        wheel("added", "1", A, "declared"),
                        wheel("kept", "1", A, "declared"),
                        wheel("newer", "2", A, "declared"),
                        wheel("other", "1", B, "declared"))));

        assertThat(new LockChanges(before, after).lines())
                .containsExactly(
                        "Added added 1",
                        "Removed gone 1",
                        "Updated newer 1 -> 2",
                        "Other files of other 1",
                        "Added the environment " + NEW.marker(),
                        "Removed the environment " + OLD.marker());
        assertThat(new LockChanges(before, before).lines()).isEmpty();
    }

    private static Target target(String python) {
        return Target.of(markers(python));
    }

    private static Map<String, String> markers(String python) {
        Map<String, String> markers = new HashMap<>();
        io.github.pyb.packaging.Marker.VARIABLES.forEach(variable -> markers.put(variable, ""));
        markers.putAll(Map.of(
                "implementation_name", "cpython",
                "python_version", python,
                "python_full_version", python + ".1",
                "sys_platform", "linux",
                "platform_machine", "x86_64"));
        return markers;
    }

    private static LockedSet set(LockedPackage... packages) {
        return LockedSet.of(
                Map.of("declared", List.of("backend"), "wheel", List.of("tool; python_version > '3'")),
                List.of(packages),
                Map.of("declared", Set.of(ProjectName.of("sibling"))));
    }

    private static LockedPackage wheel(String name, String version, String hash, String... steps) {
        String file = name + "-" + version + "-py3-none-any.whl";
        return new LockedPackage(
                ProjectName.of(name),
                version,
                Set.of(steps),
                false,
                Optional.of("https://index.example/simple/"),
                List.of(new LockedFile(
                        file, Optional.of("https://index.example/" + file), Optional.empty(), Map.of("sha256", hash))));
    }
}
