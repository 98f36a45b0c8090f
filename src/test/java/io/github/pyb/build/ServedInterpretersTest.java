package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.dist.WheelName;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.FakePython;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedInterpretersTest {

    @ParameterizedTest(name = "{0} built by {1} serves {2}: {3}")
    @CsvSource({
        "py3-none-any,                  cpython 3.11, cpython 3.12,   true",
        "py3-none-any,                  pypy 3.10,    cpython 3.12,   true",
        "py2.py3-none-any,              cpython 3.11, pypy 3.10,      true",
        "py2-none-any,                  cpython 3.11, cpython 3.12,   false",
        "py311-none-any,                cpython 3.11, cpython 3.12,   true",
        "py312-none-any,                cpython 3.12, cpython 3.11,   false",
        "cp311-none-any,                cpython 3.11, cpython 3.12,   false",
        "cp3-none-any,                  cpython 3.11, cpython 3.12,   true",
        "cp3-none-any,                  cpython 3.11, pypy 3.10,      false",
        "py3-none-linux_x86_64,         cpython 3.11, pypy 3.10,      true",
        "cp39-abi3-linux_x86_64,        cpython 3.11, cpython 3.12,   true",
        "cp312-abi3-linux_x86_64,       cpython 3.12, cpython 3.11,   false",
        "cp39-abi3-linux_x86_64,        cpython 3.11, cpython 3.13t,  false",
        "cp39-abi3-linux_x86_64,        cpython 3.11, pypy 3.10,      false",
        "cp311-cp311-linux_x86_64,      cpython 3.11, cpython 3.12,   false",
        "pp310-pypy310_pp73-linux_x86_64, pypy 3.10,  pypy 3.11,      false",
        "odd-none-any,                  cpython 3.11, cpython 3.12,   false"
    })
    @DisplayName("a wheel serves the interpreters that its tags name")
    void tags(String tags, String builder, String other, boolean served) {
        WheelName name = WheelName.parse("a-1-" + tags + ".whl").orElseThrow();

        assertThat(new ServedInterpreters(name, interpreter(builder, "linux-x86_64"))
                        .include(interpreter(other, "linux-x86_64")))
                .isEqualTo(served);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"py3-none-any, true", "py3-none-linux_x86_64, false", "cp39-abi3-linux_x86_64, false"})
    @DisplayName("only a wheel for any platform serves an interpreter of another one")
    void platforms(String tags, boolean served) {
        WheelName name = WheelName.parse("a-1-" + tags + ".whl").orElseThrow();

        assertThat(new ServedInterpreters(name, interpreter("cpython 3.11", "linux-x86_64"))
                        .include(interpreter("cpython 3.12", "linux-i686")))
                .isEqualTo(served);
    }

    private static Interpreter interpreter(String words, String platform) {
        String[] parts = words.split(" ", -1);
        return FakePython.described(
                Path.of("/opt/python"),
                Version.parse(parts[1].replace("t", "")).orElseThrow(),
                parts[0],
                platform,
                parts[1].endsWith("t"),
                Optional.empty());
    }
}
