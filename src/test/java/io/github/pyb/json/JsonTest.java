package io.github.pyb.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @Test
    @DisplayName("values come back as they were written, keys in their order")
    void roundTrip() throws Exception {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", List.of("a", 1L, true));
        value.put("a", Arrays.asList((Object) null));
        value.put("m", Map.of("k", "é ünï \u2028 \" \\ \n"));

        Object read = Json.parse(Json.write(value));

        assertThat(read).isEqualTo(value);
        assertThat(((Map<?, ?>) read).keySet().iterator().next()).isEqualTo("z");
    }

    @Test
    @DisplayName("whole numbers stay whole")
    void numbers() throws Exception {
        assertThat(Json.write(Json.parse("[4, 4.5, 12345678901234567890]")))
                .isEqualToIgnoringWhitespace("[4,4.5,12345678901234567890]");
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @DisplayName("what is not strict JSON is refused")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"a\": 2} | stands twice",
                "{\"a\": 1 | too early",
                "[1] 2 | ",
                "{'a': 1} | ",
                "[1,] | ",
                "NaN | ",
                "// comment | "
            })
    void refused(String text, String why) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(Json.InvalidJson.class)
                .hasMessageContaining(why == null ? "" : why);
    }

    @Test
    @DisplayName("a document that is nested too deeply is refused instead of exhausting the stack")
    void deep() {
        assertThatThrownBy(() -> Json.parse("[".repeat(5000))).hasMessageContaining("levels deep");
    }

    @Test
    @DisplayName("an empty text is refused")
    void empty() {
        assertThatThrownBy(() -> Json.parse("")).isInstanceOf(Json.InvalidJson.class);
    }
}
