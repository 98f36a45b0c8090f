package io.github.pyb.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.TarBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One source distribution for each rule, which breaks it. */
class SdistCheckTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("a source distribution as it should be: nothing is found")
    void good() throws Exception {
        assertThat(findings(pkg(), "pkg-1.0.tar.gz")).isEmpty();
    }

    @Test
    @DisplayName("file name, top directory and PKG-INFO have to say the same")
    void identity() throws Exception {
        assertThat(findings(pkg(), "other-1.0.tar.gz"))
                .contains("ERROR the file name says other, but PKG-INFO says pkg");
        assertThat(findings(pkg(), "pkg-1.1.tar.gz"))
                .containsExactly("ERROR the file name says version 1.1, but PKG-INFO says 1.0");
        assertThat(findings(
                        new TarBuilder()
                                .file("src/PKG-INFO", "Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n")
                                .file("src/pyproject.toml", ""),
                        "pkg-1.0.tar.gz"))
                .containsExactly(
                        "ERROR the directory that everything is in should be called after name and version, and is"
                                + " called \"src\"");
        assertThat(findings(pkg(), "Pkg-1.0.tar.gz"))
                .containsExactly("WARNING the file name should begin with pkg- (PEP 625), without which some indexes"
                        + " refuse it");
    }

    @Test
    @DisplayName("what would be unpacked elsewhere is an error")
    void hostile() throws Exception {
        assertThat(findings(pkg().file("pkg-1.0/../../x", ""), "pkg-1.0.tar.gz"))
                .containsExactly(
                        "ERROR the source distribution is refused: the member \"pkg-1.0/../../x\" leads upwards");
    }

    @Test
    @DisplayName("it has to be possible to build it")
    void buildable() throws Exception {
        assertThat(findings(TarBuilder.sdist(), "pkg-1.0.tar.gz"))
                .containsExactly("ERROR it has neither pyproject.toml nor setup.py, so nobody can build it");
        assertThat(findings(TarBuilder.sdist().file("pkg-1.0/setup.py", ""), "pkg-1.0.tar.gz"))
                .containsExactly("WARNING it has no pyproject.toml, so it is built with whatever setuptools there is");
    }

    @Test
    @DisplayName("license files that PKG-INFO names have to be there")
    void license() throws Exception {
        TarBuilder sdist = new TarBuilder()
                .file("pkg-1.0/PKG-INFO", "Metadata-Version: 2.4\nName: pkg\nVersion: 1.0\nLicense-File: a/COPYING\n")
                .file("pkg-1.0/pyproject.toml", "");

        assertThat(findings(sdist, "pkg-1.0.tar.gz"))
                .containsExactly("ERROR PKG-INFO names a license file that is not in the archive: \"a/COPYING\"");
        assertThat(findings(sdist.file("pkg-1.0/a/COPYING", ""), "pkg-1.0.tar.gz"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what hardly belongs into a source distribution is found")
    @CsvSource(
            delimiter = '|',
            value = {
                "target/a.txt | WARNING a directory with what was built is in it: target",
                "src/target/a.py | ",
                ".git/HEAD | WARNING files of version control are in it: pkg-1.0/.git/HEAD",
                "env/pyvenv.cfg | WARNING a virtual environment is in it: pkg-1.0/env/pyvenv.cfg",
                "src/a.pyc | WARNING byte code, which Python makes itself, is in it: pkg-1.0/src/a.pyc",
                ".idea/workspace.xml | WARNING what editors and tools have left is in it: pkg-1.0/.idea/workspace.xml",
                ".env | ERROR a file that holds secrets, as a rule, is in it: pkg-1.0/.env",
                "tests/id_rsa | WARNING a file that holds secrets, as a rule, is in it: pkg-1.0/tests/id_rsa"
            })
    void stray(String path, String finding) throws Exception {
        assertThat(findings(pkg().file("pkg-1.0/" + path, "x"), "pkg-1.0.tar.gz"))
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    private static TarBuilder pkg() {
        return TarBuilder.sdist().file("pkg-1.0/pyproject.toml", "[build-system]\n");
    }

    private List<String> findings(TarBuilder sdist, String name) throws Exception {
        return WheelCheckTest.findings(sdist.writeTo(directory.resolve(name)));
    }
}
