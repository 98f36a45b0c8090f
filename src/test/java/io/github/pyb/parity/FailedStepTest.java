package io.github.pyb.parity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedStepTest {

    @ParameterizedTest
    @DisplayName("the hook that failed is found in the words of either frontend")
    @CsvSource(delimiter = '|', textBlock = """
            ERROR Backend subprocess exited when trying to invoke build_wheel                       | build_wheel
            [ERROR] Failed to execute goal x: the hook build_wheel of the backend a failed: b       | build_wheel
            [ERROR] Failed to execute goal x: the process of the hook build_wheel of the backend a  | build_wheel
            [INFO] the hook build_wheel of the backend a was called                                 | no hook
            ERROR Failed to fetch                                                                   | no hook
            """)
    void hook(String log, String step) {
        assertThat(FailedStep.of(log)).isEqualTo(step);
    }
}
