package io.github.pyb.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest(name = "{0} ms are {1}")
    @DisplayName("durations are told as people say them")
    @CsvSource({"40,0.0 s", "1250,1.3 s", "9990,10.0 s", "12000,12 s", "185000,3 min 5 s"})
    void words(long milliseconds, String words) {
        assertThat(Durations.words(Duration.ofMillis(milliseconds))).isEqualTo(words);
    }

    @ParameterizedTest(name = "{0} s are {1}")
    @DisplayName("how long ago something was is told as people say it")
    @CsvSource({
        "0,just now",
        "59,just now",
        "60,1 minute ago",
        "3599,59 minutes ago",
        "3600,1 hour ago",
        "86399,23 hours ago",
        "86400,1 day ago",
        "864000,10 days ago"
    })
    void ago(long seconds, String words) {
        assertThat(Durations.ago(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
