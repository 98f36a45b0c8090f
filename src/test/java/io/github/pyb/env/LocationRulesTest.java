package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.host.Host;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationRulesTest {

    @TempDir
    Path directory;

    Path module;
    LocationRules rules;

    @BeforeEach
    void makeModule() throws Exception {
        module = Files.createDirectories(directory.resolve("reactor/module"));
        Files.createDirectories(directory.resolve("home/user"));
        rules = rules(Host.Family.LINUX);
    }

    @Test
    @DisplayName("a missing directory is accepted, and nothing is created by the check")
    void missing() throws Exception {
        Path place = directory.resolve("a/b/c");

        assertThat(rules.check(place)).isEqualTo(place);
        assertThat(directory.resolve("a")).doesNotExist();
    }

    @Test
    @DisplayName("an empty directory is accepted")
    void empty() throws Exception {
        Path place = Files.createDirectory(directory.resolve("env"));

        assertThat(rules.check(place)).isEqualTo(place);
    }

    @Test
    @DisplayName("a place within the module is accepted")
    void withinModule() throws Exception {
        assertThat(rules.check(module.resolve("target/pyb/env/cp311")))
                .isEqualTo(module.resolve("target/pyb/env/cp311"));
    }

    @Test
    @DisplayName("the root of the file system is refused")
    void root() {
        refused(Path.of("/"), "it is the root of a file system");
    }

    @Test
    @DisplayName("the home directory is refused, also through a link and by another spelling")
    void home() throws Exception {
        Path home = directory.resolve("home/user");
        Path link = Files.createSymbolicLink(directory.resolve("link"), home);

        refused(home, "it is the home directory");
        refused(directory.resolve("home/x/../user"), "it is the home directory");
        refused(link, "it is the home directory");
    }

    @Test
    @DisplayName("the module's base directory and everything above it are refused, also through a link")
    void module() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("reactor"));

        refused(module, "it is the directory of the project, or above it");
        refused(module.getParent(), "it is the directory of the project, or above it");
        refused(link, "it is the directory of the project, or above it");
    }

    @Test
    @DisplayName("a directory with a pom.xml or a .git is refused as a project")
    void projects() {
        Trees.write(directory.resolve("one/pom.xml"), "x");
        Trees.write(directory.resolve("two/.git/HEAD"), "x");

        refused(directory.resolve("one"), "it holds a pom.xml");
        refused(directory.resolve("two"), "it holds a .git");
    }

    @Test
    @Behaviour(91)
    @DisplayName("a directory with something in it is refused, naming the first entries")
    void foreign() {
        Path place = directory.resolve("env");
        Trees.write(place.resolve("b"), "x");
        Trees.write(place.resolve("a"), "x");
        Map<String, String> before = Trees.describe(place);

        assertThatThrownBy(() -> rules.check(place))
                .hasMessageContaining("was not made by this plugin, so it was left untouched")
                .hasMessageContaining("it holds:     a, b");
        assertThat(Trees.describe(place)).isEqualTo(before);
    }

    @Test
    @Behaviour(92)
    @DisplayName("a file, a link to a file and a place below a file are refused")
    void files() throws Exception {
        Path file = Trees.write(directory.resolve("file"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        refused(file, "it is a file");
        refused(link, "it is a file");
        refused(file.resolve("env"), "above it there is a file: " + file);
        assertThat(file).hasContent("x");
    }

    @Test
    @DisplayName("a device is refused")
    void device() {
        assumeTrue(Files.exists(Path.of("/dev/null")), "SKIPPED: there is no /dev/null");

        refused(Path.of("/dev/null"), "it is a device or another special file");
    }

    @Test
    @DisplayName("a link to nowhere, and a place below one, are refused")
    void dangling() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("gone"));

        refused(link, "it is a link to nowhere (gone)");
        refused(link.resolve("env"), "above it there is a link to nowhere: " + link);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    @DisplayName("a link to an empty directory is resolved on purpose")
    void link() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real")).toRealPath();
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        assertThat(rules.check(link)).isEqualTo(real);
    }

    @Test
    @DisplayName("the separator of PATH is refused: a colon, on Windows a semicolon")
    void pathSeparator() throws Exception {
        refused(directory.resolve("a:b"), "its path has a \":\" in it");
        assertThat(rules.check(directory.resolve("a;b"))).isNotNull();
        assertThatThrownBy(() -> rules(Host.Family.WINDOWS).check(directory.resolve("a;b")))
                .hasMessageContaining("its path has a \";\" in it");
    }

    @Test
    @DisplayName("control characters are refused")
    void controlCharacters() {
        assertThatThrownBy(() -> rules.check(directory.resolve("a\nb")))
                .hasMessageContaining("its path has a line end or another control character in it");
    }

    @Test
    @DisplayName("a path that is too long is refused, with the lengths")
    void tooLong() {
        Path place = directory;
        for (int i = 0; i < 40; i++) {
            place = place.resolve("d".repeat(100));
        }
        refused(
                place,
                "its path is too long for the environment's scripts to start ("
                        + place.toString().length());

        Path onWindows = directory.resolve("d".repeat(140));
        assertThatThrownBy(() -> rules(Host.Family.WINDOWS).check(onWindows)).hasMessageContaining("at most 140");
        assertThatThrownBy(() ->
                        rules(Host.Family.MACOS).check(directory.resolve("d".repeat(100) + "/" + "e".repeat(700))))
                .hasMessageContaining("at most 768");
    }

    @Test
    @DisplayName("where everybody may write, a directory of somebody else is refused")
    void somebodyElses() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "SKIPPED: there is no /proc");
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path place = Files.createDirectory(shared.resolve("env"));
        assertThat(rules.check(place)).isEqualTo(place);

        boolean given =
                new ProcessBuilder("chown", "nobody", place.toString()).start().waitFor() == 0;
        assumeTrue(given, "SKIPPED: this user cannot give a directory to somebody else");
        refused(place, "it belongs to another user (nobody), and everybody may write to " + shared);
    }

    private void refused(Path place, String why) {
        assertThatThrownBy(() -> rules.check(place))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCATION_REFUSED))
                .hasMessageStartingWith("the environment cannot stand there: ")
                .hasMessageContaining(why)
                .hasMessageContaining("where:        " + place.normalize())
                .hasMessageContaining("-Dbuild.env.dir");
    }

    private LocationRules rules(Host.Family family) {
        Host host = new Host(family, Map.of(), directory.resolve("home/user"));
        return new LocationRules(host, List.of(module));
    }
}
