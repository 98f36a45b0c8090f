package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.UserProblem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCountTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "auto"})
    @DisplayName("by default there are as many jobs as processors")
    void auto(String value) throws Exception {
        assertThat(JobCount.parse(value, 8, 1)).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"8, 4, 2", "8, 3, 2", "2, 4, 1", "8, 0, 8"})
    @DisplayName("modules that are built at the same time share the processors, and each has at least one job")
    void shared(int processors, int modules, int jobs) throws Exception {
        assertThat(JobCount.parse("auto", processors, modules)).isEqualTo(jobs);
    }

    @Test
    @DisplayName("a number is taken as it is, whatever Maven does at the same time")
    void number() throws Exception {
        assertThat(JobCount.parse(" 12 ", 2, 4)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1C", "many", "2.5", "true", "123456"})
    @DisplayName("anything else is refused with what there could be instead")
    void refused(String value) {
        assertThatThrownBy(() -> JobCount.parse(value, 8, 1))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining(
                        "jobs (-Dpyb.jobs=" + value + ") is neither auto nor a whole number greater than 0");
    }
}
