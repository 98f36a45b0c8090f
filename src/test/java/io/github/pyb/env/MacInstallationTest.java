package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "installations on macOS have paths of POSIX systems")
class MacInstallationTest {

    @TempDir
    Path directory;

    Path prefix;
    Path executable;
    Path root = Path.of("/Users/somebody/project/target/env");
    String implementation = "cpython";

    @BeforeEach
    void install() throws IOException {
        prefix = directory.toRealPath();
        executable = Trees.write(prefix.resolve("bin/python3.12"));
    }

    @Test
    @DisplayName("an interpreter in a directory of its own is known, and so is a link beside it")
    void known() throws Exception {
        check(VenvTrait.ORIGIN);
        executable = Files.createSymbolicLink(prefix.resolve("bin/python3"), Path.of("python3.12"));
        check(VenvTrait.ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Library/Frameworks/Python.framework/Versions/3.12",
                "/opt/homebrew/opt/python@3.12/Frameworks/Python.framework/Versions/3.12",
                "/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions/3.9"
            })
    @DisplayName("venv is needed for interpreters of frameworks: Apple's, Homebrew's, those of python.org")
    void frameworks(String framework) {
        prefix = Path.of(framework);

        assertNeeded("the interpreter is one of a framework: " + framework);
    }

    @Test
    @DisplayName("venv is needed where names have accents, which file systems may write in another way")
    void accents() {
        root = Path.of("/Users/m\u00fcller/env");
        assertNeeded("there are names that are not ASCII: " + root);
        prefix = Path.of("/Users/mu\u0308ller");
        assertNeeded("there are names that are not ASCII: " + prefix);
    }

    @Test
    @DisplayName("venv is needed where the configuration shows a real path, and the directory has two names")
    void names() throws Exception {
        Path link = Files.createSymbolicLink(prefix.resolve("link"), Path.of("bin"));
        executable = link.resolve("python3.12");

        check();
        assertNeeded("the directory of the interpreter has another name as well: " + link, VenvTrait.ORIGIN);
    }

    @Test
    @DisplayName("venv is needed for PyPy")
    void pypy() {
        implementation = "pypy";

        assertNeeded("environments of pypy on macOS were not compared");
    }

    @Test
    @DisplayName("whoever writes an environment asks for all of that")
    void asked() throws Exception {
        implementation = "pypy";
        Trees.write(prefix.resolve("venv/scripts/common/activate"));
        Trees.write(prefix.resolve("venv/scripts/posix/activate.csh"));
        Host host = new Host(Host.Family.MACOS, Map.of(), directory);

        assertThatThrownBy(() ->
                        WrittenEnvironment.plan(host, python(), prefix.resolve("venv"), Set.<VenvTrait>of(), root))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("environments of pypy on macOS were not compared");
    }

    private void check(VenvTrait... traits) throws Exception {
        MacInstallation.check(python(), root, Set.of(traits));
    }

    private void assertNeeded(String reason, VenvTrait... traits) {
        assertThatThrownBy(() -> check(traits)).isInstanceOf(VenvNeeded.class).hasMessage(reason);
    }

    private Interpreter python() {
        Path packages = Path.of("lib/python3.12/site-packages");
        return new Interpreter(
                executable,
                Version.parse("3.12.1").orElseThrow(),
                implementation,
                "macosx-14.0-arm64",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new Interpreter.Layout(
                        executable, prefix, Path.of("bin"), packages, packages, Path.of("include/python3.12"), false),
                new Interpreter.Abi(Optional.empty(), Optional.empty(), Optional.empty(), "cb0d0d0a", Optional.empty()),
                Map.of());
    }
}
