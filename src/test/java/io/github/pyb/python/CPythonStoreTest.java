package io.github.pyb.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tests make symbolic links and shell scripts")
class CPythonStoreTest {

    private static final String ROOT = "org/bytedeco/cpython/linux-x86_64/";

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    Host.Family family = Host.Family.LINUX;
    String architecture = "amd64";
    String glibc = "glibc 2.36";
    ArtifactSource source = coordinates -> {
        throw new UserProblem(ProblemKind.INTERPRETER_NOT_FOUND, Explanation.of("no network for " + coordinates));
    };
    Provision provision = Provision.AUTO;

    @Test
    @DisplayName("the newest release that fits both the request and the machine's glibc is resolved")
    void choice() {
        assertThatThrownBy(() -> find(""))
                .hasMessageContaining("no network for org.bytedeco:cpython:jar:linux-x86_64:3.14.3-1.5.13");
        assertThatThrownBy(() -> find(">=3.11,<3.13")).hasMessageContaining("linux-x86_64:3.12.1-1.5.10");
        glibc = "glibc 2.31";
        assertThatThrownBy(() -> find("")).hasMessageContaining("linux-x86_64:3.12.1-1.5.10");
        glibc = "glibc 2.17";
        assertThatThrownBy(() -> find("maven")).hasMessageContaining("linux-x86_64:3.11.3-1.5.9");
        glibc = "glibc 2.36";
        architecture = "aarch64";
        assertThatThrownBy(() -> find("maven:3.14")).hasMessageContaining("linux-arm64:3.14.3-1.5.13");
    }

    @Test
    @DisplayName("what Maven cannot resolve is told with its reason, among all else that was tried")
    void notResolved() {
        assertThatThrownBy(() -> find("maven:3.11"))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("no CPython from Maven can be used")
                .hasMessageContaining(
                        "tried:        org.bytedeco:cpython:jar:linux-x86_64:3.11.3-1.5.9: it cannot be had:"
                                + " no network for");
    }

    @Test
    @DisplayName("where everybody may put an interpreter, none is taken, and the message says why")
    void strange() throws Exception {
        Path store = Files.createDirectory(directory.resolve("store"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> find("maven:3.11"))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("interpreters in the store are not believed: everybody may write to it")
                .hasMessageContaining("where:        " + store)
                .hasMessageContaining("name another store with -Dpyb.store");
    }

    @Test
    @DisplayName("where nothing fits the message tells what is known and what the machine has")
    void nothingFits() {
        assertThatThrownBy(() -> find("maven:3.10")).hasMessageContaining("known are 3.14.3, 3.13.5, 3.12.1, 3.11.3");
        glibc = "glibc 2.28";
        assertThatThrownBy(() -> find("maven:3.14"))
                .hasMessageContaining("known are 3.14.3 (needs glibc 2.35), and this machine has glibc 2.28");
        glibc = "musl";
        assertThatThrownBy(() -> find("maven")).hasMessageContaining("and this machine has no glibc");
        family = Host.Family.MACOS;
        assertThatThrownBy(() -> find("maven"))
                .hasMessageContaining("none is known for this platform (MACOS on amd64)");
    }

    @Test
    @DisplayName("a file that is not the expected one is refused before anything of it is unpacked")
    void wrongHash() throws Exception {
        Path jar = jar(Map.of("bin/python3.11", "x"));
        source = coordinates -> jar;

        assertThatThrownBy(() -> find("maven:3.11"))
                .hasMessageContaining("not the one that was expected")
                .hasMessageContaining("SHA-256 668b42f6a8b1");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    @DisplayName("if it is forbidden nothing is resolved, and a request that needs it is refused with both names")
    void forbidden() {
        provision = Provision.NEVER;

        assertThatThrownBy(() -> find("")).hasMessageContaining("no Python interpreter was found");
        assertThatThrownBy(() -> find("maven:3.11"))
                .hasMessageContaining("-Dpyb.python=maven:3.11")
                .hasMessageContaining("-Dpyb.provision=never");
    }

    @Test
    @DisplayName("PyPy, paths and commands are never replaced by something that Maven resolves")
    void notReplaced() {
        for (String request : new String[] {"pypy3.10", "/no/such/python", "python3.99"}) {
            assertThatThrownBy(() -> find(request))
                    .isInstanceOf(UserProblem.class)
                    .message()
                    .doesNotContain("bytedeco");
        }
    }

    @Test
    @DisplayName("unpacking makes permissions and links anew, and leaves out what is of no use")
    void unpacking() throws Exception {
        Path jar = jar(Map.of(
                "bin/python3.11", "\u007fELF...",
                "bin/python3.11-config", "#!/bin/sh",
                "bin/pip3", "#!/dead",
                "lib/python3.11/os.py", "x",
                "lib/python3.11/test/big.py", "x",
                "lib/python3.11/unittest/test/x.py", "x",
                "lib/python3.11/lib-dynload/_ctypes.so", "\u007fELF...",
                "lib/pkgconfig/openssl.pc", "x",
                "libpython3.11.so.1.0", "\u007fELF...",
                "libffi.so.6", "\u007fELF..."));
        Path target = Files.createDirectory(directory.resolve("python"));

        new CPythonUnpacker(release()).unpack(jar, target);

        Map<String, String> entries = Trees.describe(target);
        assertThat(entries)
                .containsKeys("bin/python3.11", "bin/python3.11-config", "lib/python3.11/os.py", "libpython3.11.so.1.0")
                .doesNotContainKeys(
                        "bin/pip3",
                        "lib/python3.11/test/big.py",
                        "lib/python3.11/unittest/test/x.py",
                        "lib/pkgconfig/openssl.pc")
                .containsEntry("bin/python3", "link to python3.11")
                .containsEntry("lib/libpython3.11.so", "link to libpython3.11.so.1.0")
                .containsEntry("bin/libpython3.11.so.1.0", "link to ../libpython3.11.so.1.0")
                .containsEntry("lib/python3.11/lib-dynload/libffi.so.6", "link to ../../../libffi.so.6");
        assertThat(target.resolve("bin/python3.11")).isExecutable();
        assertThat(target.resolve("lib/python3.11/lib-dynload/_ctypes.so")).isExecutable();
        assertThat(Files.isExecutable(target.resolve("lib/python3.11/os.py"))).isFalse();
    }

    @Test
    @DisplayName("an entry that leads out of the directory is refused")
    void escape() throws Exception {
        Path jar = jar(Map.of("../../../../../escaped", "x"));
        Path target = Files.createDirectory(directory.resolve("python"));

        assertThatThrownBy(() -> new CPythonUnpacker(release()).unpack(jar, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of it");
    }

    private CPythonRelease release() {
        return CPythonRelease.forHost(new Host(Host.Family.LINUX, Map.of(), directory)).stream()
                .filter(release -> release.minor().equals("3.11"))
                .findFirst()
                .orElseThrow();
    }

    private Interpreter find(String python) throws Exception {
        Path getconf = Trees.write(directory.resolve("bin/getconf"), "#!/bin/sh", "echo '" + glibc + "'");
        assertThat(getconf.toFile().setExecutable(true)).isTrue();
        Host host = new Host(family, Map.of("PATH", directory.resolve("bin").toString()), directory, architecture);
        Provisioning provisioning =
                new Provisioning(provision, directory.resolve("store"), source, Duration.ofSeconds(5));
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            return new InterpreterFinder(host, log, runner, directory, provisioning)
                    .find(new PythonWish(python, directory));
        }
    }

    private Path jar(Map<String, String> files) throws IOException {
        Path jar = directory.resolve("cpython.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(ROOT + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return jar;
    }
}
