package io.github.pyb.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("user names and passwords of addresses are masked")
    @CsvSource({
        "Looking in https://user:pa:ss@index/simple,Looking in https://****@index/simple",
        "https://token@index/simple,https://****@index/simple",
        "a https://u:p@x b http://v:q@y c,a https://****@x b http://****@y c",
        "git+ssh://git:secret@host/x.git,git+ssh://****@host/x.git",
        "https://u:p@ss@host/,https://****@host/",
        "mail me@example,mail me@example",
        "https://host/path@1.0,https://host/path@1.0"
    })
    void urls(String text, String masked) {
        assertThat(Masking.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @DisplayName("variables whose names speak of secrets are recognised")
    @ValueSource(
            strings = {"TWINE_PASSWORD", "api_key", "GITHUB_TOKEN", "ClientSecret", "AWS_ACCESS_KEY_ID", "NETRC_AUTH"})
    void secretNames(String name) {
        assertThat(Masking.isSecretName(name)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("ordinary variables are not taken for secrets")
    @ValueSource(strings = {"CC", "CFLAGS", "PATH", "VIRTUAL_ENV", "PYTHONIOENCODING"})
    void ordinaryNames(String name) {
        assertThat(Masking.isSecretName(name)).isFalse();
    }

    @Test
    @DisplayName("in documents the values of JSON members that speak of secrets are taken out, too")
    void documents() {
        assertThat(Masking.maskDocument("{\"api_token\": \"a\\\"b\", \"url\": \"https://u:p@h/\", \"key\": \"v\"}"))
                .isEqualTo("{\"api_token\": \"****\", \"url\": \"https://****@h/\", \"key\": \"v\"}");
    }
}
