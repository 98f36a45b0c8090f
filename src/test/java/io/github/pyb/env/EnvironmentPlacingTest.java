package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.store.Unstorable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, environments stay where they are")
class EnvironmentPlacingTest {

    private static final String RECORD = "lib/python3.12/site-packages/a-1.dist-info/RECORD";

    private final EnvironmentPlacing from = new EnvironmentPlacing(layout("/one/env"));
    private final EnvironmentPlacing to = new EnvironmentPlacing(layout("/another/place/env"));

    @Test
    @DisplayName("scripts name the place where they are, wherever that is, and RECORD has their hashes there")
    void scripts() throws Exception {
        String script = "#!/one/env/bin/python\r\nprint('é')\n";
        byte[] stored = from.portable("bin/tool", latin(script));
        byte[] untouched = from.portable("bin/native", new byte[] {0, 1, 2, (byte) 0xff});
        byte[] record = from.portable(
                RECORD,
                latin(
                        "../../../bin/tool,sha256=xyz,35\r\n../../../bin/native,sha256=abc,4\r\n\"a,b.py\",sha256=abc,1\r\n"));

        byte[] placed = to.placed("bin/tool", stored);
        assertThat(text(placed)).isEqualTo("#!/another/place/env/bin/python\r\nprint('é')\n");
        assertThat(untouched).containsExactly(0, 1, 2, 0xff);
        assertThat(text(record))
                .isEqualTo("../../../bin/tool,,\r\n../../../bin/native,sha256=abc,4\r\n\"a,b.py\",sha256=abc,1\r\n");
        assertThat(text(to.placed(RECORD, record)))
                .isEqualTo("../../../bin/tool," + RecordFile.fields(placed)
                        + "\r\n../../../bin/native,sha256=abc,4\r\n\"a,b.py\",sha256=abc,1\r\n");
    }

    @Test
    @DisplayName("a RECORD without scripts stays as it is, byte for byte")
    void record() throws Exception {
        byte[] content = latin("a.py,sha256=abc,1\n\n../../../share/doc,sha256=abc,\nno record\n\0é");

        assertThat(from.portable(RECORD, content)).isEqualTo(content);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("whatever names the place in another way than by its path is not understood")
    @ValueSource(strings = {"#!/prefix/one/env/bin/python", "#!/one/environment", "x=/one/env-2", "\0place\0"})
    void unstorable(String content) {
        assertThatThrownBy(() -> from.portable("bin/tool", latin(content)))
                .isInstanceOf(Unstorable.class)
                .hasMessage("bin/tool names the place it is at");
    }

    @Test
    @DisplayName("only scripts, the environment's own settings and records are looked at")
    void candidates() {
        assertThat(List.of("bin/x", "pyvenv.cfg", RECORD)).allMatch(from::mayBePlaced);
        assertThat(List.of("binary/x", "lib/pyvenv.cfg", "lib/python3.12/site-packages/RECORD", "lib/bin/x"))
                .noneMatch(from::mayBePlaced);
    }

    private static EnvironmentLayout layout(String place) {
        Path root = Path.of(place);
        Path site = root.resolve("lib/python3.12/site-packages");
        return new EnvironmentLayout(root, root.resolve("bin/python"), root.resolve("bin"), site, site);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
