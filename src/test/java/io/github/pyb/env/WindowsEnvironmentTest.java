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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments as on Windows, of interpreters that there are not. */
class WindowsEnvironmentTest {

    private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456Z"));
    private static final VenvTrait[] NEWEST = {
        VenvTrait.SCHEME, VenvTrait.ORIGIN, VenvTrait.SCM_OPTION, VenvTrait.KEPT_TIMES, VenvTrait.RENAMED_LAUNCHERS
    };

    @TempDir
    Path directory;

    Path home;
    Path venv;
    Path executable;
    Path base;
    Path root;
    Host host;
    String version = "3.8.2";
    String implementation = "cpython";
    String platform = "win-amd64";
    boolean freeThreaded;
    boolean debug;
    Path scripts = Path.of("Scripts");

    @BeforeEach
    void install() throws IOException {
        home = directory.toRealPath().resolve("Python");
        venv = home.resolve("Lib").resolve("venv");
        base = old(home.resolve("python.exe"), "interpreter");
        executable = base;
        root = home.resolveSibling("env");
        host = new Host(
                Host.Family.WINDOWS, Map.of("SystemDrive", home.getRoot().toString()), home);
        old(home.resolve("pythonw.exe"), "interpreter");
        old(nt("python.exe"), "launcher");
        old(nt("pythonw.exe"), "window launcher");
        old(nt("python.pdb"), "symbols");
        old(nt("activate.bat"), "dir=__VENV_DIR__\r\nprompt=__VENV_PROMPT__\r\npython=__VENV_PYTHON__\r\n");
        old(nt("deactivate.bat"), "@set A=\r\n");
        old(venv.resolve("scripts/common/activate"), "dir=__VENV_DIR__\nbin=__VENV_BIN_NAME__\n");
        old(venv.resolve("scripts/posix/activate.csh"), "");
    }

    @Test
    @DisplayName("the oldest kind: launchers that are called like the interpreters, and three lines of configuration")
    void oldest() throws Exception {
        EnvironmentLayout layout = write(VenvTrait.PARENTHESISED_PROMPT);

        assertThat(names()).containsExactly("Include", "Lib", "Scripts", "pyvenv.cfg");
        assertThat(names("Include")).isEmpty();
        assertThat(names("Lib")).containsExactly("site-packages");
        assertThat(names("Scripts"))
                .containsExactly("activate", "activate.bat", "deactivate.bat", "python.exe", "pythonw.exe");
        assertThat(configuration())
                .isEqualTo("home = " + home + "\r\ninclude-system-site-packages = false\r\nversion = 3.8.2\r\n");
        assertThat(script("python.exe")).isEqualTo("launcher");
        assertThat(script("pythonw.exe")).isEqualTo("window launcher");
        Path python = root.resolve("Scripts").resolve("python.exe");
        assertThat(script("activate.bat")).isEqualTo("dir=" + root + "\r\nprompt=(env) \r\npython=" + python + "\r\n");
        assertThat(script("activate")).isEqualTo("dir=" + root + "\nbin=Scripts\n");
        Path packages = root.resolve("Lib").resolve("site-packages");
        assertThat(layout).isEqualTo(new EnvironmentLayout(root, python, root.resolve("Scripts"), packages, packages));
        for (String name : names("Scripts")) {
            assertThat(time(name)).as(name).isNotEqualTo(OLD);
        }
    }

    @Test
    @DisplayName("newest kinds have launchers by other names, and say how the environment was made")
    void newest() throws Exception {
        renameLaunchers();

        write(NEWEST);

        assertThat(names("Scripts"))
                .containsExactly("activate", "activate.bat", "deactivate.bat", "python.exe", "pythonw.exe");
        assertThat(script("python.exe")).isEqualTo("launcher");
        assertThat(script("pythonw.exe")).isEqualTo("window launcher");
        assertThat(configuration())
                .endsWith("version = 3.13.0\r\nexecutable = " + executable + "\r\ncommand = " + executable
                        + " -m venv --without-pip --without-scm-ignore-files " + root + "\r\n");
    }

    @Test
    @DisplayName("there launchers and scripts without anything to replace keep their times")
    void times() throws Exception {
        renameLaunchers();

        write(NEWEST);

        assertThat(time("python.exe")).isEqualTo(OLD);
        assertThat(time("deactivate.bat")).isEqualTo(OLD);
        assertThat(time("activate.bat")).isNotEqualTo(OLD);
    }

    @Test
    @DisplayName("free-threaded interpreters have launchers of their own, and are there by both names")
    void freeThreaded() throws Exception {
        renameLaunchers();
        freeThreaded = true;
        base = old(home.resolve("python3.13t.exe"), "interpreter");
        executable = base;
        old(nt("venvlaunchert.exe"), "threads");
        old(nt("venvwlaunchert.exe"), "threads in windows");

        write(NEWEST);

        assertThat(names("Scripts")).contains("python.exe", "python3.13t.exe", "pythonw.exe", "pythonw3.13t.exe");
        assertThat(script("python.exe")).isEqualTo("threads");
        assertThat(script("python3.13t.exe")).isEqualTo("threads");
        assertThat(script("pythonw3.13t.exe")).isEqualTo("threads in windows");
    }

    @Test
    @DisplayName("debug programs beside the interpreter have launchers as well")
    void debugPrograms() throws Exception {
        old(home.resolve("python_d.exe"), "interpreter");
        assertNotPlanned("its venv module has no launcher python_d.exe");

        old(nt("python_d.exe"), "debug launcher");
        write();

        assertThat(script("python_d.exe")).isEqualTo("debug launcher");
    }

    @Test
    @DisplayName("values are quoted for the shell, and not in batch files")
    void quoted() throws Exception {
        root = root.resolveSibling("it's");

        write(VenvTrait.QUOTED);

        assertThat(script("activate")).startsWith("dir='" + root.toString().replace("'", "'\"'\"'") + "'\n");
        assertThat(script("activate.bat")).startsWith("dir=" + root + "\r\n");
    }

    @Test
    @DisplayName("venv is needed for interpreters of another kind than CPython's own")
    void kinds() throws Exception {
        platform = "mingw_x86_64";
        assertNotPlanned("what its venv module does on mingw_x86_64 is not known");
        platform = "win-arm64";
        implementation = "pypy";
        assertNotPlanned("environments of pypy on Windows were not compared");
        implementation = "cpython";
        debug = true;
        assertNotPlanned("the interpreter is a debug build");
        debug = false;
        base = old(home.resolve("Python3.exe"), "interpreter");
        assertNotPlanned("the interpreter is called Python3.exe");
        base = old(home.resolve("python3.8t.exe"), "interpreter");
        assertNotPlanned("the interpreter is called python3.8t.exe");
        base = old(home.resolve("Scripts").resolve("python.exe"), "interpreter");
        assertNotPlanned(
                "the interpreter is not installed beside its library: " + home.resolve("Scripts") + " and " + venv);
    }

    @Test
    @DisplayName("venv is needed for a build of Python itself")
    void build() throws Exception {
        Files.createDirectory(home.resolve("Modules"));

        assertNotPlanned("the interpreter is not installed beside its library: " + home + " and " + venv);
    }

    @Test
    @DisplayName("venv is needed for the app of Windows' store")
    void store() throws Exception {
        executable = old(home.resolveSibling("WindowsApps").resolve("python.exe"), "alias");

        assertNotPlanned("the interpreter is an app of Windows' store: " + executable);
    }

    @Test
    @DisplayName("venv is needed where sysconfig names other directories")
    void directories() throws Exception {
        scripts = Path.of("bin");
        Path packages = Path.of("Lib", "site-packages");

        assertNotPlanned("its sysconfig names other directories than CPython's: bin, " + packages + ", " + packages
                + " and Include");
    }

    @Test
    @DisplayName(
            "venv is needed where the configuration shows a real path, on drives that may stand for something else")
    void drives() throws Exception {
        host = new Host(Host.Family.WINDOWS, Map.of("SystemDrive", "Q:"), home);
        assertNotPlanned("the interpreter is not on the drive of the system: " + executable, VenvTrait.ORIGIN);
        host = new Host(Host.Family.WINDOWS, Map.of(), home);
        assertNotPlanned("the interpreter is not on the drive of the system: " + executable, VenvTrait.ORIGIN);

        write();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    @DisplayName("venv is needed where the configuration shows a real path, and there are two")
    void links() throws Exception {
        executable = Files.createSymbolicLink(home.resolveSibling("link"), home).resolve("python.exe");
        assertNotPlanned("the interpreter has another path as well: " + executable, VenvTrait.ORIGIN);

        write();
    }

    @Test
    @DisplayName("venv is needed without launchers, which distributors and archives leave out")
    void noLaunchers() throws Exception {
        Files.delete(nt("pythonw.exe"));
        assertNotPlanned("its venv module has no launcher pythonw.exe");
        assertNotPlanned("its venv module has no launcher venvlauncher.exe", NEWEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nt/other.exe", "nt/venvlauncher.exe", "common/python.EXE", "common/notes.pdb"})
    @DisplayName("venv is needed where there are other programs, which it may copy")
    void programs(String name) throws Exception {
        Path program = old(venv.resolve("scripts").resolve(name), "program");

        assertNotPlanned(program + " is a program, but not a launcher");
    }

    @Test
    @DisplayName("venv is needed where files are read-only, because copies are as well")
    void readOnly() throws Exception {
        Path template = nt("activate.bat");
        Assumptions.assumeTrue(
                template.toFile().setReadOnly() && !template.toFile().canWrite(),
                "SKIPPED: whoever runs the tests can write to everything");

        assertNotPlanned(template + " is read-only");
    }

    @Test
    @DisplayName("venv is needed at places that Windows may understand in another way")
    void places() {
        root = root.resolveSibling("a~1");

        assertNotPlanned("its place can be understood in another way: " + root);
    }

    @Test
    @DisplayName("venv is needed where its source cannot be read, or is not known")
    void source() {
        assertThatThrownBy(() -> WindowsEnvironment.plan(host, python(), venv, root))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("its venv module cannot be read: no such file or directory (" + venv.resolve("__init__.py")
                        + ")");
        Trees.write(venv.resolve("__init__.py"), "from other import EnvBuilder");
        assertThatThrownBy(() -> WindowsEnvironment.plan(host, python(), venv, root))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("its venv module has a part that is not known: from other import EnvBuilder");
    }

    @Test
    @DisplayName("an interpreter that is gone is told of")
    void gone() throws Exception {
        Files.delete(base);

        assertThatThrownBy(() -> write())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(base.toString());
    }

    private void renameLaunchers() throws IOException {
        version = "3.13.0";
        Files.move(nt("python.exe"), nt("venvlauncher.exe"));
        Files.move(nt("pythonw.exe"), nt("venvwlauncher.exe"));
    }

    private Path nt(String name) {
        return venv.resolve("scripts").resolve("nt").resolve(name);
    }

    private static Path old(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, OLD);
    }

    private EnvironmentLayout write(VenvTrait... traits) throws Exception {
        return plan(traits).write();
    }

    private WindowsEnvironment plan(VenvTrait... traits) throws Exception {
        Set<VenvTrait> all = EnumSet.noneOf(VenvTrait.class);
        all.addAll(Arrays.asList(traits));
        return WindowsEnvironment.plan(host, python(), venv, all, root);
    }

    private void assertNotPlanned(String reason, VenvTrait... traits) {
        assertThatThrownBy(() -> plan(traits)).isInstanceOf(VenvNeeded.class).hasMessage(reason);
    }

    private Interpreter python() {
        Path packages = Path.of("Lib", "site-packages");
        return new Interpreter(
                executable,
                Version.parse(version).orElseThrow(),
                implementation,
                platform,
                freeThreaded,
                debug,
                Optional.of(venv),
                Optional.empty(),
                List.of(),
                new Interpreter.Layout(base, home, scripts, packages, packages, Path.of("Include"), false),
                new Interpreter.Abi(Optional.empty(), Optional.empty(), Optional.empty(), "a70d0d0a", Optional.empty()),
                Map.of());
    }

    private String configuration() throws IOException {
        return Files.readString(root.resolve("pyvenv.cfg"));
    }

    private String script(String name) throws IOException {
        return Files.readString(root.resolve("Scripts").resolve(name));
    }

    private FileTime time(String name) throws IOException {
        return Files.getLastModifiedTime(root.resolve("Scripts").resolve(name));
    }

    private Set<String> names(String... below) throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve(String.join("/", below)))) {
            return new TreeSet<>(
                    entries.map(path -> path.getFileName().toString()).toList());
        }
    }
}
