package io.github.pyb.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdistNameTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("the parts of a source distribution's name are found")
    @CsvSource({
        "my_lib-1.0.tar.gz,my-lib,1.0",
        "My.Lib-1.0.tar.gz,my-lib,1.0",
        "my-lib-extra-1.0.tar.gz,my-lib-extra,1.0",
        "my-lib-1.0-1.tar.gz,my-lib-1-0,1",
        "x-1!2.0rc1.post3.dev4+local.5.tar.gz,x,1!2.0rc1.post3.dev4+local.5",
        "x-2020.01.tar.gz,x,2020.1"
    })
    void parts(String fileName, String project, String version) {
        SdistName name = SdistName.parse(fileName).orElseThrow();

        assertThat(name.fileName()).isEqualTo(fileName);
        assertThat(name.project().normalised()).isEqualTo(project);
        assertThat(name.version()).hasToString(version);
    }

    @ParameterizedTest
    @DisplayName("what is not the name of a source distribution is none")
    @ValueSource(
            strings = {
                "pkg.tar.gz",
                "pkg-.tar.gz",
                "-1.0.tar.gz",
                "pkg-one.tar.gz",
                "pkg-1.0-final.tar.gz",
                "pkg-1.0.TAR.GZ",
                "pkg-1.0.tar.Gz",
                "pkg-1.0.tgz",
                "pkg-1.0.tar.xz",
                "pkg-1.0.tar",
                "pkg-1.0.zip",
                "pkg-1.0-py3-none-any.whl",
                "pkg-1.0 .tar.gz",
                "dir/pkg-1.0.tar.gz",
                "pkg-1.0.tar.gz\n",
                ""
            })
    void none(String fileName) {
        assertThat(SdistName.parse(fileName)).isEmpty();
    }
}
