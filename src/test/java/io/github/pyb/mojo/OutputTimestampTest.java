package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTimestampTest {

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "1577836800", " 1577836800 "})
    @DisplayName("a point in time can be written in two ways")
    void understood(String value) throws Exception {
        assertThat(OutputTimestamp.parse(value)).contains(Instant.ofEpochSecond(1_577_836_800L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "-", "${project.build.outputTimestamp}"})
    @DisplayName("nothing, or what switches it off, is no time")
    void none(String value) throws Exception {
        assertThat(OutputTimestamp.parse(value)).isEmpty();
    }

    @Test
    @DisplayName("everything else is named")
    void refused() {
        assertThatThrownBy(() -> OutputTimestamp.parse("yesterday"))
                .hasMessageContaining("(project.build.outputTimestamp) is no point in time")
                .hasMessageContaining("yesterday");
        assertThatThrownBy(() -> OutputTimestamp.parse("1900-01-01T00:00:00Z")).hasMessageContaining("not before that");
        assertThatThrownBy(() -> OutputTimestamp.parse("99999999999999")).hasMessageContaining("is no point in time");
    }
}
