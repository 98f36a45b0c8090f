package io.github.pyb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("os_name", "posix"),
            Map.entry("sys_platform", "linux"),
            Map.entry("platform_machine", "x86_64"),
            Map.entry("platform_python_implementation", "CPython"),
            Map.entry("platform_release", "6.1.0-18-amd64"),
            Map.entry("platform_system", "Linux"),
            Map.entry("platform_version", "#1 SMP"),
            Map.entry("python_version", "3.11"),
            Map.entry("python_full_version", "3.11.7"),
            Map.entry("implementation_name", "cpython"),
            Map.entry("implementation_version", "3.11.7"));

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("a comparison with a Python's version compares versions")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "python_version >= '3.9' | true",
                "python_version < '3.9' | false",
                "'3.9' <= python_version | true",
                "python_version == '3.11.*' | true",
                "python_version != '3.11.*' | false",
                "python_version ~= '3.8' | true",
                "python_full_version == '3.11.07' | true",
                "python_version === '3.11' | true",
                "implementation_version > '3.11' | true",
                "python_version in '3.10, 3.11' | true",
                "python_version not in '3.10, 3.11' | false"
            })
    void versions(String text, boolean holds) {
        assertThat(marker(text).holds(ENVIRONMENT, "")).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("other comparisons compare text, which has no order, and so does one with a version that is none")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sys_platform == 'linux' | true",
                "sys_platform != 'win32' | true",
                "'linux' in sys_platform | true",
                "'arm' not in platform_machine | true",
                "platform_release >= '5' | false",
                "platform_release ~= '6.1' | false",
                "'x' ~= python_version | false",
                "python_version < 'x' | false",
                "python_version < '3.9,3.10' | false",
                "platform_machine > 'x' | false",
                "platform_machine < 'x' | false",
                "platform_machine <= 'x' | false",
                "platform_machine <= 'x86_64' | true",
                "platform_machine >= 'x86_64' | true"
            })
    void text(String text, boolean holds) {
        assertThat(marker(text).holds(ENVIRONMENT, "")).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("'or' binds less than 'and', brackets bind most")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "os_name=='posix' or os_name=='nt' and os_name=='java' | true",
                "(os_name=='posix' or os_name=='nt') and os_name=='java' | false",
                "os_name=='nt' or (os_name=='posix') | true",
                "((os_name == \"posix\")) and (sys_platform=='linux' or extra=='x') | true"
            })
    void precedence(String text, boolean holds) {
        assertThat(marker(text).holds(ENVIRONMENT, "")).isEqualTo(holds);
    }

    @Test
    @DisplayName("an extra is compared by its normalised name, and none is asked for unless one is")
    void extra() {
        Marker marker = marker("extra == 'Fast_IO'");

        assertThat(marker.holds(ENVIRONMENT, "")).isFalse();
        assertThat(marker.holds(ENVIRONMENT, "fast-io")).isTrue();
        assertThat(marker("extra != 'a'").holds(ENVIRONMENT, "")).isTrue();
        assertThat(marker("'1.0' == extra").holds(ENVIRONMENT, "1")).isFalse();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("every spelling has one normal form")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "python_version<'3' | python_version < \"3\"",
                "os.name == 'nt' | os_name == \"nt\"",
                "python_implementation=='PyPy' | platform_python_implementation == \"PyPy\"",
                "( extra=='a'or extra=='b' )and os_name not  in 'x\"' | (extra == \"a\" or extra == \"b\") and os_name not in 'x\"'"
            })
    void normalForm(String text, String normal) {
        assertThat(marker(text)).hasToString(normal);
    }

    @ParameterizedTest
    @DisplayName("unknown variables, and what is no marker otherwise, are errors")
    @ValueSource(
            strings = {
                "",
                "python == '3'",
                "python_version",
                "python_version >=",
                "python_version => '3'",
                "python_version >= 3",
                "python_version >= '3' and",
                "python_version >= '3' os_name == 'nt'",
                "(os_name == 'nt'",
                "os_name == 'nt')",
                "os_name not 'nt'",
                "os_name ~= '1.0'",
                "os_name === 'posix'",
                "python_version ~= '3'",
                "os_name == 'nt' # comment"
            })
    void malformed(String text) {
        assertThat(Marker.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("a marker with thousands of brackets is refused, it does not exhaust the stack")
    void deep() {
        String many = "(".repeat(100_000) + "os_name=='nt'" + ")".repeat(100_000);

        assertThat(Marker.parse(many)).isEmpty();
    }

    private static Marker marker(String text) {
        return Marker.parse(text).orElseThrow();
    }
}
