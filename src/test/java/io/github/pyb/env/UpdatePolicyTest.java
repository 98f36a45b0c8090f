package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.UserProblem;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePolicyTest {

    private static final ZonedDateTime BEGIN = ZonedDateTime.parse("2026-03-04T10:20:30+01:00[Europe/Paris]");

    @ParameterizedTest(name = "{0}")
    @DisplayName("what was resolved is stale as Maven would have it, counted from the begin of the build")
    @CsvSource({
        "always, 2026-03-04T09:20:30Z",
        "daily, 2026-03-03T23:00:00Z",
        "interval:90, 2026-03-04T07:50:30Z",
        "' interval:1 ', 2026-03-04T09:19:30Z"
    })
    void staleBefore(String text, Instant expected) throws Exception {
        assertThat(UpdatePolicy.parse(Optional.of(text)).staleBefore(BEGIN)).isEqualTo(expected);
    }

    @Test
    @DisplayName("never means never, and nothing said means daily")
    void others() throws Exception {
        assertThat(UpdatePolicy.parse(Optional.of("never")).staleBefore(BEGIN)).isEqualTo(Instant.MIN);
        assertThat(UpdatePolicy.parse(Optional.empty())).isEqualTo(UpdatePolicy.DAILY);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("anything else is refused, with what is possible")
    @ValueSource(
            strings = {"weekly", "interval", "interval:", "interval:0", "interval:-1", "interval:1.5", "DAILY", ""})
    void refused(String text) {
        assertThatThrownBy(() -> UpdatePolicy.parse(Optional.of(text)))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the parameter updatePolicy (-Dpyb.updatePolicy) has an unknown value")
                .hasMessageContaining("always, daily, interval:MINUTES, or never");
    }
}
