package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Environments of interpreters that there are not, whose venv modules do what those of different versions do. */
@DisabledOnOs(
        value = OS.WINDOWS,
        disabledReason = "environments are written with links and permissions of POSIX systems")
class WrittenEnvironmentTest {

    private static final String TEMPLATE = "dir=__VENV_DIR__\nname=__VENV_NAME__\nprompt=__VENV_PROMPT__\n"
            + "bin=__VENV_BIN_NAME__\npython=__VENV_PYTHON__\n";

    private static final String GREEK = "𝜋thon";

    @TempDir
    Path directory;

    Host host = new Host(Host.Family.LINUX, Map.of(), Path.of("/home/somebody"));
    Path venv;
    Path executable;
    Path root;
    String version = "3.8.2";
    String implementation = "cpython";
    String platform = "linux-x86_64";
    Path purelib = Path.of("lib/python3.8/site-packages");
    boolean lib64Link = true;

    @BeforeEach
    void makeLibrary() throws IOException {
        // The path that pyvenv.cfg shows has no links in it.
        Path real = directory.toRealPath();
        venv = real.resolve("lib/venv");
        executable = Trees.write(real.resolve("bin/python3.8"));
        root = real.resolve("env");
        template("common/activate");
        template("common/Activate.ps1");
        template("posix/activate.csh");
        template("nt/activate.bat");
    }

    @Test
    @DisplayName("the oldest kind: two commands, three lines of configuration, values as they are")
    void oldest() throws Exception {
        EnvironmentLayout layout = write(VenvTrait.PARENTHESISED_PROMPT);

        assertThat(names()).containsExactly("bin", "include", "lib", "lib64", "pyvenv.cfg");
        assertThat(names("include")).isEmpty();
        assertThat(root.resolve("pyvenv.cfg"))
                .hasContent("home = " + executable.getParent()
                        + "\ninclude-system-site-packages = false\nversion = 3.8.2\n");
        assertThat(names("bin"))
                .containsExactly("Activate.ps1", "activate", "activate.csh", "python", "python3", "python3.8");
        assertThat(Files.readSymbolicLink(root.resolve("bin/python3.8"))).isEqualTo(executable);
        assertThat(Files.readSymbolicLink(root.resolve("bin/python3"))).isEqualTo(Path.of("python3.8"));
        assertThat(Files.readSymbolicLink(root.resolve("bin/python"))).isEqualTo(Path.of("python3.8"));
        assertThat(Files.readSymbolicLink(root.resolve("lib64"))).isEqualTo(Path.of("lib"));
        assertThat(script("activate"))
                .isEqualTo("dir=" + root + "\nname=env\nprompt=(env) \nbin=bin\npython=" + root + "/bin/python3.8\n");
        assertThat(layout)
                .isEqualTo(new EnvironmentLayout(
                        root,
                        root.resolve("bin/python"),
                        root.resolve("bin"),
                        root.resolve(purelib),
                        root.resolve(purelib)));
        assertThat(layout.purelib()).isEmptyDirectory();
    }

    @Test
    @DisplayName("newer kinds say how the environment was made, and put headers where sysconfig says")
    void newer() throws Exception {
        version = "3.13.0rc1";
        write(VenvTrait.SCHEME, VenvTrait.SCHEME_HEADERS, VenvTrait.MINOR_COMMAND, VenvTrait.ORIGIN);

        assertThat(root.resolve("pyvenv.cfg"))
                .content()
                .endsWith("version = 3.13.0\nexecutable = " + executable + "\ncommand = " + executable
                        + " -m venv --without-pip " + root + "\n");
        assertThat(names("include")).containsExactly("python3");
        assertThat(names("bin")).contains("python", "python3", "python3.13", "python3.8");
        assertThat(script("activate")).contains("prompt=env\n");
    }

    @Test
    @DisplayName("the newest kinds say that there are no ignore files")
    void ignoreFiles() throws Exception {
        write(VenvTrait.SCHEME, VenvTrait.ORIGIN, VenvTrait.SCM_OPTION);

        assertThat(root.resolve("pyvenv.cfg"))
                .content()
                .endsWith(" -m venv --without-pip --without-scm-ignore-files " + root + "\n");
        assertThat(names("include")).isEmpty();
    }

    @Test
    @DisplayName("shells get values in their quotes, PowerShell in its own")
    void quoted() throws Exception {
        root = root.resolveSibling("it's $x");
        write(VenvTrait.PARENTHESISED_PROMPT, VenvTrait.QUOTED);

        assertThat(script("activate")).contains("name='it'\"'\"'s $x'\n", "prompt='(it'\"'\"'s $x) '\n", "bin=bin\n");
        assertThat(script("Activate.ps1")).contains("name='it''s $x'\n", "bin='bin'\n");
    }

    @Test
    @DisplayName("values without anything special are not quoted")
    void unquoted() throws Exception {
        root = root.resolveSibling("aZ09_@%+=,.-");
        write(VenvTrait.QUOTED);

        assertThat(script("activate")).contains("dir=" + root + "\nname=aZ09_@%+=,.-\nprompt=aZ09_@%+=,.-\n");
    }

    @Test
    @DisplayName("what is put in is looked through for the placeholders that come later, as venv does it")
    void nested() throws Exception {
        root = root.resolveSibling("__VENV_NAME__ __VENV_BIN_NAME__");
        write();

        assertThat(script("activate")).contains("name=__VENV_NAME__ bin\n");
    }

    @Test
    @DisplayName(
            "scripts have the permissions of their templates; if nothing was replaced, the newest keep their times")
    void permissions() throws Exception {
        Path fixed = Trees.write(venv.resolve("scripts/common/fixed"), "x");
        Files.setPosixFilePermissions(fixed, PosixFilePermissions.fromString("rwxr-x--x"));
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456Z"));
        for (String name : Set.of("common/fixed", "common/activate")) {
            Files.setLastModifiedTime(venv.resolve("scripts").resolve(name), old);
        }

        write(VenvTrait.KEPT_TIMES);

        Path copy = root.resolve("bin/fixed");
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(Files.getPosixFilePermissions(fixed));
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(old);
        assertThat(Files.getLastModifiedTime(root.resolve("bin/activate"))).isNotEqualTo(old);
        root = root.resolveSibling("other");
        write();
        assertThat(Files.getLastModifiedTime(root.resolve("bin/fixed"))).isNotEqualTo(old);
    }

    @Test
    @DisplayName("PyPy has more names, and its own library")
    void pypy() throws Exception {
        implementation = "pypy";
        version = "3.9.16";
        purelib = Path.of("lib/pypy3.9/site-packages");
        executable = Trees.write(executable.resolveSibling("pypy3"));

        write(VenvTrait.PYPY_LIBRARY, VenvTrait.PYPY_COMMANDS, VenvTrait.MINOR_COMMAND);

        assertThat(names("bin")).contains("pypy", "pypy3", "python", "python3", "python3.9");
        assertThat(Files.readSymbolicLink(root.resolve("bin/pypy"))).isEqualTo(Path.of("pypy3"));
    }

    @Test
    @DisplayName("a newer PyPy leaves it to sysconfig where its library is")
    void newerPypy() throws Exception {
        implementation = "pypy";
        version = "3.11.13";
        purelib = Path.of("lib/pypy3.11/site-packages");
        executable = Trees.write(executable.resolveSibling("pypy3"));

        EnvironmentLayout layout = write(VenvTrait.SCHEME, VenvTrait.PYPY_COMMANDS, VenvTrait.MINOR_COMMAND);

        assertThat(layout.purelib()).isEqualTo(root.resolve(purelib)).isEmptyDirectory();
        assertThat(names("bin")).contains("pypy", "pypy3", "python", "python3", "python3.11");
    }

    @Test
    @DisplayName("macOS has the same, without a second name of the library")
    void macos() throws Exception {
        platform = "macosx-14.0-arm64";
        lib64Link = false;

        write(VenvTrait.ORIGIN);

        assertThat(names()).containsExactly("bin", "include", "lib", "pyvenv.cfg");
        assertThat(names("bin")).contains("python", "python3", "python3.8");
    }

    @Test
    @DisplayName("on systems that nobody has looked at venv is needed")
    void otherSystems() {
        platform = "freebsd-14.0-release-amd64";
        assertNotPlanned("what its venv module does on freebsd-14.0-release-amd64 is not known");
        platform = "win-amd64";
        assertNotPlanned("what its venv module does on win-amd64 is not known");
    }

    @Test
    @DisplayName("venv is needed where its source or its templates cannot be read")
    void unreadable() throws Exception {
        venv = directory.resolve("nowhere");
        assertNeeded("its venv module cannot be read: no such file or directory (" + venv.resolve("__init__.py") + ")");
    }

    @Test
    @DisplayName("an interpreter that is gone is told of")
    void gone() throws Exception {
        Files.delete(executable);

        assertThatThrownBy(() -> write())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(executable.toString());
    }

    @Test
    @DisplayName("venv is needed for an interpreter with the module of another one")
    void otherImplementation() {
        implementation = "graalpy";
        assertNotPlanned("its venv module is not one of graalpy");
        implementation = "pypy";
        assertNotPlanned("its venv module is not one of pypy");
        implementation = "cpython";
        assertNotPlanned("its venv module is not one of cpython", VenvTrait.PYPY_LIBRARY, VenvTrait.PYPY_COMMANDS);
    }

    @Test
    @DisplayName("venv is needed where a distributor has changed directories, but not the module")
    void otherDirectories() throws Exception {
        purelib = Path.of("lib/python3/dist-packages");
        assertNotPlanned("its sysconfig names other directories than its venv module: bin and " + purelib);
        write(VenvTrait.SCHEME);
        assertThat(root.resolve(purelib)).isDirectory();
    }

    @Test
    @DisplayName("venv is needed at places that it refuses, or may understand in another way")
    void places() {
        root = directory.resolve("a:b");
        assertNotPlanned("its place can be understood in another way: " + root);
        root = directory.resolve("a/../b");
        assertNotPlanned("its place can be understood in another way: " + root);
        root = Path.of("relative");
        assertNotPlanned("its place can be understood in another way: relative");
    }

    @Test
    @DisplayName("venv is needed if names of files are not ASCII, and Python may write them in another way than Java")
    void encoding() throws Exception {
        Assumptions.assumeTrue(Trees.canName(GREEK), "SKIPPED: the locale has no such names");
        host = new Host(Host.Family.LINUX, Map.of(), directory, "amd64", false);
        String reason = "files have names that are not ASCII, and not in UTF-8";

        write(VenvTrait.MINOR_COMMAND);
        assertNotPlanned(reason, VenvTrait.GREEK_COMMAND);
        root = directory.resolve("uml\u00e4ut");
        assertNotPlanned(reason);
        root = directory.resolve("not \uFFFD text");
        assertNotPlanned("not all of the name is text: " + root);
    }

    @Test
    @DisplayName("Python 3.14 has a name in Greek")
    void greek() throws Exception {
        version = "3.14.0";
        Assumptions.assumeTrue(Trees.canName(GREEK), "SKIPPED: the locale has no such names");
        write(VenvTrait.SCHEME, VenvTrait.GREEK_COMMAND);
        assertThat(names("bin")).contains(GREEK);

        version = "3.15.0";
        root = root.resolveSibling("later");
        write(VenvTrait.SCHEME, VenvTrait.GREEK_COMMAND);
        assertThat(names("bin")).doesNotContain(GREEK);
    }

    @Test
    @DisplayName("venv is needed if a template is no text, is in a directory, or is there twice")
    void templates() throws Exception {
        Path odd = venv.resolve("scripts/posix/odd");
        Files.write(odd, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> plan()).isInstanceOf(IOException.class);
        Files.delete(odd);
        Files.createDirectory(odd);
        assertNotPlanned(odd + " is not a template, and not a file");
        Files.delete(odd);
        template("posix/activate");
        assertNotPlanned("there are two templates: " + venv.resolve("scripts/common/activate") + " and "
                + venv.resolve("scripts/posix/activate"));
    }

    private EnvironmentLayout write(VenvTrait... traits) throws Exception {
        return plan(traits).write();
    }

    private WrittenEnvironment plan(VenvTrait... traits) throws Exception {
        Set<VenvTrait> all = EnumSet.noneOf(VenvTrait.class);
        all.addAll(Arrays.asList(traits));
        return WrittenEnvironment.plan(host, python(), venv, all, root);
    }

    private void assertNotPlanned(String reason, VenvTrait... traits) {
        assertThatThrownBy(() -> plan(traits)).isInstanceOf(VenvNeeded.class).hasMessage(reason);
    }

    private void assertNeeded(String reason) {
        assertThatThrownBy(() -> WrittenEnvironment.plan(host, python(), venv, root))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage(reason);
    }

    private Interpreter python() {
        return new Interpreter(
                executable,
                Version.parse(version).orElseThrow(),
                implementation,
                platform,
                false,
                false,
                Optional.of(venv),
                Optional.empty(),
                List.of(),
                new Interpreter.Layout(
                        executable,
                        executable.getParent(),
                        Path.of("bin"),
                        purelib,
                        purelib,
                        Path.of("include/python3"),
                        lib64Link),
                new Interpreter.Abi(Optional.empty(), Optional.empty(), Optional.empty(), "a70d0d0a", Optional.empty()),
                Map.of());
    }

    private void template(String name) throws IOException {
        Path file = venv.resolve("scripts").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, TEMPLATE);
    }

    private String script(String name) throws IOException {
        return Files.readString(root.resolve("bin").resolve(name));
    }

    private Set<String> names(String... below) throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve(String.join("/", below)))) {
            return new TreeSet<>(
                    entries.map(path -> path.getFileName().toString()).toList());
        }
    }
}
