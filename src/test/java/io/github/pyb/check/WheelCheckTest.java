package io.github.pyb.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One wheel for each rule, which breaks it; what is right about it gives no finding. */
class WheelCheckTest {

    private static final String INFO = "pkg-1.0.dist-info/";
    private static final String RECORD = INFO + "RECORD";
    private static final String ELF = "\u007fELF and so on";
    private static final String LINUX = "-manylinux_2_28_x86_64";

    @TempDir
    Path directory;

    @Test
    @DisplayName("a wheel as it should be: nothing is found")
    void good() throws Exception {
        assertThat(findings(pkg().requiring("click>=8; python_version < '3.12'")
                        .describedBy("Requires-Python: >=3.8, !=3.9.*")
                        .with(INFO + "entry_points.txt", "[console_scripts]", "pkg = pkg.main:run", "# nothing")
                        .with("pkg/main.py", "def run(): pass")))
                .isEmpty();
    }

    @Test
    @DisplayName("what cannot be read as a wheel is an error, not an end of the check")
    void unreadable() throws Exception {
        Path file = Files.writeString(directory.resolve("pkg-1.0-py3-none-any.whl"), "no zip");

        assertThat(findings(file)).containsExactly("ERROR the wheel is refused: it is no zip archive");
        assertThat(findings(pkg().called("pkg.whl")))
                .containsExactly("ERROR its name is not one of a wheel (name-version-python-abi-platform.whl)");
    }

    @Test
    @DisplayName("RECORD has to list every file with its hash and size, once, and no other")
    void record() throws Exception {
        assertThat(findings(pkg().changing("pkg/late.py", text -> "x")))
                .containsExactly("ERROR RECORD does not list: pkg/late.py");
        assertThat(findings(pkg().changing("pkg/__init__.py", text -> "value = 2\n")))
                .containsExactly("ERROR RECORD has another hash than the file: pkg/__init__.py");
        assertThat(findings(pkg().changing(RECORD, text -> text.replaceFirst("(pkg/__init__.py,[^,]*,).*", "$19"))))
                .containsExactly("ERROR RECORD has another size than the file: pkg/__init__.py");
        assertThat(findings(pkg().changing(RECORD, text -> text.replaceFirst("(pkg/__init__.py),.*", "$1,,"))))
                .containsExactly("ERROR RECORD has no hash of: pkg/__init__.py");
        assertThat(findings(pkg().changing(RECORD, text -> text.replaceFirst("(pkg/__init__.py),.*", "$1,md5=x,"))))
                .containsExactly("ERROR RECORD has a hash that is not sha256 or better (\"md5\") of: pkg/__init__.py");
        assertThat(findings(pkg().changing(RECORD, text -> text + "pkg/gone.py,sha256=x,1\nonly a path\n")))
                .containsExactly(
                        "ERROR RECORD has a line that is not path, hash and size: line 6",
                        "ERROR RECORD lists what is not in the wheel: \"pkg/gone.py\"");
        assertThat(findings(pkg().changing(
                                RECORD, text -> text + text.lines().findFirst().get())))
                .containsExactly("ERROR RECORD lists a file twice: pkg/__init__.py");
        assertThat(findings(pkg().changing(RECORD, text -> null)))
                .containsExactly("ERROR it has no RECORD, without which nobody can uninstall it");
    }

    @Test
    @DisplayName(
            "names with commas and quotes stand in RECORD as in other tables, and other hashes than sha256 will do")
    void recordSyntax() throws Exception {
        assertThat(
                        findings(
                                pkg().changing("pkg/a, \"b\".txt", text -> "")
                                        .changing(
                                                RECORD,
                                                text -> text
                                                        + "\"pkg/a, \"\"b\"\".txt\",sha512=z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg_SpIdNs6c5H0NE8XYXysP-DGNKHfuwvY7kxvUdBeoGlODJ6-SfaPg,0\r\n")))
                .isEmpty();
    }

    @Test
    @DisplayName("what is wrong with many files in the same way is one finding, with the first names")
    void grouped() throws Exception {
        WheelFile wheel = pkg();
        for (int i = 0; i < 8; i++) {
            wheel.changing("pkg/m" + i + ".py", text -> "x");
        }

        assertThat(findings(wheel))
                .containsExactly("ERROR RECORD does not list: pkg/m0.py, pkg/m1.py, pkg/m2.py, pkg/m3.py, pkg/m4.py"
                        + " and 3 more");
    }

    @Test
    @DisplayName("file name, directory, METADATA and WHEEL have to say the same")
    void identity() throws Exception {
        assertThat(findings(pkg().called("other-1.0-py3-none-any.whl")))
                .containsExactly("ERROR the file name says other, but METADATA says pkg");
        assertThat(findings(pkg().called("pkg-1.1-py3-none-any.whl")))
                .containsExactly("ERROR the file name says version 1.1, but METADATA says 1.0");
        assertThat(findings(pkg().called("pkg-1.0-py2.py3-none-any.whl")))
                .containsExactly("ERROR the file name has the tags py2.py3-none-any, but WHEEL has py3-none-any");
        assertThat(findings(pkg().called("pkg-1.0-1-py3-none-any.whl")))
                .containsExactly("ERROR the file name has the build number 1, but WHEEL has none");
    }

    @ParameterizedTest
    @DisplayName("the tags of the file name are those in WHEEL one by one, in whatever order")
    @ValueSource(strings = {"py2.py3-none-any", "py3.py2-none-any"})
    void expandedTags(String tags) throws Exception {
        assertThat(findings(pkg().changing(INFO + "WHEEL", text -> text.replace("Tag: ", "Tag: py2-none-any\nTag: "))
                        .changing(RECORD, text -> text.replaceAll("(?m)^(.*WHEEL),.*\n", ""))
                        .called("pkg-1.0-" + tags + ".whl")))
                .containsExactly("ERROR RECORD does not list: " + INFO + "WHEEL");
    }

    @Test
    @DisplayName("WHEEL has to be one that installers understand")
    void wheelFile() throws Exception {
        assertThat(findings(pkg().changing(
                                INFO + "WHEEL",
                                text -> text.replace("Wheel-Version: 1.0", "Wheel-Version: 2.0")
                                        .replace("Root-Is-Purelib: true\n", ""))))
                .containsExactly(
                        "ERROR WHEEL has a Wheel-Version that installers refuse: \"2.0\"",
                        "ERROR WHEEL does not say whether Root-Is-Purelib is true or false",
                        "ERROR RECORD has another hash than the file: " + INFO + "WHEEL");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("core metadata have to be understood")
    @CsvSource(
            delimiter = '|',
            value = {
                "Requires-Python: python 3 | ERROR METADATA has a Requires-Python that is no list of specifiers: \"python 3\"",
                "Requires-Dist: what ever | ERROR METADATA has a Requires-Dist that is no requirement: \"what ever\"",
                "License-Expression: MIT | WARNING METADATA has a License-Expression, which there is since Metadata-Version 2.4 only",
                "Description-Content-Type: text/html; a=b | WARNING METADATA has a Description-Content-Type that indexes do not show: \"text/html\"",
                "Requirement: click | WARNING METADATA has what tools do not understand: Requirement, which is no field of core metadata"
            })
    void metadata(String line, String finding) throws Exception {
        assertThat(findings(pkg().describedBy(line))).containsExactly(finding);
    }

    @Test
    @DisplayName("Metadata-Version has to be there and be known; license files have to be there since 2.4")
    void metadataVersion() throws Exception {
        assertThat(findings(describedWith("Metadata-Version: 2.1\n", "")))
                .contains("ERROR METADATA has no Metadata-Version");
        assertThat(findings(describedWith("2.1", "3.0")))
                .contains("ERROR METADATA has a Metadata-Version that there is not: \"3.0\"");
        assertThat(findings(describedWith("2.1", "2.9")))
                .contains("WARNING METADATA has a Metadata-Version that few tools will know: \"2.9\"");
        assertThat(findings(describedWith("2.1", "2.4\nLicense-File: COPYING")))
                .contains("ERROR METADATA names a license file that is not in the wheel: \"COPYING\"");
        assertThat(findings(describedWith("2.1", "2.4\nLicense-File: COPYING").with(INFO + "licenses/COPYING", "x")))
                .doesNotContain("ERROR METADATA names a license file that is not in the wheel: \"COPYING\"");
        assertThat(findings(pkg().describedBy("License-File: COPYING"))).isEmpty();
    }

    @Test
    @DisplayName("tags for any platform go with nothing that is compiled")
    void pure() throws Exception {
        assertThat(findings(pkg().with("pkg/a.cpython-312-x86_64-linux-gnu.so", ELF)))
                .containsExactly(
                        "ERROR the tags say that it runs on any platform, but it has a compiled extension module:"
                                + " pkg/a.cpython-312-x86_64-linux-gnu.so");
        assertThat(findings(pkg().with("pkg/helper", ELF)))
                .containsExactly(
                        "WARNING the tags say that it runs on any platform, but it has machine code: pkg/helper");
        assertThat(findings(pkg().tagged("py3-none" + LINUX)))
                .containsExactly("WARNING the tags say that it runs on manylinux_2_28_x86_64 only, but nothing in it is"
                        + " compiled");
        assertThat(findings(pkg().tagged("py3-none" + LINUX).with("pkg-1.0.data/scripts/tool", ELF)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @DisplayName("extension modules have to be those of the interpreters in the tags")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "cp312-cp312 | a.cpython-312-x86_64-linux-gnu.so | -",
                "cp312-cp312 | a.abi3.so | -",
                "cp312-cp312 | a.so | -",
                "cp37-cp37m | a.cpython-37m-x86_64-linux-gnu.so | -",
                "cp313-cp313t | a.cpython-313t-x86_64-linux-gnu.so | -",
                "pp310-pypy310_pp73 | a.pypy310-pp73-x86_64-linux-gnu.so | -",
                "py3-none | a.cpython-311-darwin.so;a.cpython-312-darwin.so | -",
                "cp312-cp312 | a.cpython-311-darwin.so;a.cpython-312-darwin.so | -",
                "cp38-abi3 | a.abi3.so | -",
                "cp312-cp312 | a.cpython-311-darwin.so | ERROR the tags say cp312, but there is a module for cp311 only: pkg/a",
                "cp313-cp313t | a.cpython-313-darwin.so | ERROR the tags say cp313t, but there is a module for cp313 only: pkg/a",
                "cp312-none | a.cp311-win_amd64.pyd | ERROR the tags say cp312, but there is a module for cp311 only: pkg/a",
                "pp310-pypy310_pp73 | a.pypy39-pp73-darwin.so | ERROR the tags say pp310, but there is a module for pp39 only: pkg/a",
                "cp312-abi3 | a.cpython-312-darwin.so | ERROR the tags promise the stable ABI (abi3), but there is a module for cp312 only: pkg/a",
                "py3-none | a.cpython-312-darwin.so | WARNING the tags name no ABI, but there is a module for cp312 only: pkg/a"
            })
    void extensions(String tags, String names, String finding) throws Exception {
        WheelFile wheel = pkg().tagged(tags + LINUX);
        for (String name : names.split(";", -1)) {
            wheel.with("pkg/" + name, ELF);
        }

        assertThat(findings(wheel)).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what hardly belongs into site-packages is a warning")
    @CsvSource(
            delimiter = '|',
            value = {
                "tests/__init__.py | a directory lands in site-packages that hardly belongs there: tests",
                "pkg-1.0.data/purelib/docs/a.py | a directory lands in site-packages that hardly belongs there: docs",
                "share/a.txt | a directory without modules lands in site-packages: share",
                "conftest.py | a module for those who work on the project lands in site-packages: conftest.py",
                "README.md | a file outside of any package lands in site-packages: README.md",
                "pkg.pth | a file is read at every start of the interpreter: pkg.pth",
                "pkg/__pycache__/a.cpython-312.pyc | byte code, which Python makes itself, is in it: pkg/__pycache__/a.cpython-312.pyc",
                "pkg/.git/HEAD | files of version control are in it: pkg/.git/HEAD",
                "pkg/.DS_Store | what editors and tools have left is in it: pkg/.DS_Store",
                "pkg/a.py~ | what editors and tools have left is in it: pkg/a.py~",
                "pkg/venv/pyvenv.cfg | a virtual environment is in it: pkg/venv/pyvenv.cfg",
                "pkg/.env | a file that holds secrets, as a rule, is in it: pkg/.env"
            })
    void stray(String path, String finding) throws Exception {
        assertThat(findings(pkg().with(path, "x"))).containsExactly("WARNING " + finding);
    }

    @Test
    @DisplayName("what cannot be installed, or gives away secrets, is an error; a wheel without content is a warning")
    void layout() throws Exception {
        assertThat(findings(pkg().with(".pypirc", "x")))
                .contains("ERROR a file that holds secrets, as a rule, is in it: .pypirc");
        assertThat(findings(pkg().with("pkg-1.0.data/sbin/x", "x")))
                .containsExactly("ERROR pkg-1.0.data has a directory that installers do not know: \"sbin\"");
        assertThat(findings(pkg().with("old-1.0.dist-info/INSTALLER", "x")))
                .containsExactly("ERROR there is a second .dist-info directory: old-1.0.dist-info");
        assertThat(findings(new WheelFile("pkg", "1.0")))
                .containsExactly("WARNING there is nothing in it that would be installed");
        assertThat(findings(new WheelFile("docs", "1.0").with("docs/__init__.py")))
                .isEmpty();
    }

    @Test
    @DisplayName("nothing that a wheel says can do anything to the log")
    void harmless() throws Exception {
        assertThat(findings(pkg().describedBy("Requires-Python: \u001b[31m\u202e" + "x".repeat(300))))
                .containsExactly("ERROR METADATA has a Requires-Python that is no list of specifiers: \"?[31m?"
                        + "x".repeat(194) + "...\"");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("commands have to be such as an installer can make, of modules that are there")
    @CsvSource(
            delimiter = '|',
            value = {
                "run = pkg | ERROR entry_points.txt has a command without a function: run = pkg",
                "run = pkg main:x | ERROR entry_points.txt has a command without a function: run = pkg main:x",
                "../run = pkg:x | ERROR entry_points.txt has a command whose name is a path: \"../run\"",
                "run | ERROR entry_points.txt has a line that is no entry point: line 2",
                "run = pkg.gone:x [extra] | WARNING entry_points.txt refers to a module that is not in the wheel: run = pkg.gone:x [extra]"
            })
    void entryPoints(String line, String finding) throws Exception {
        assertThat(findings(pkg().with(INFO + "entry_points.txt", "[console_scripts]", line)))
                .containsExactly(finding);
    }

    @Test
    @DisplayName("a file in which a path of this machine stands is named, with what is there")
    void whereabouts() throws Exception {
        Map<Path, String> places = new LinkedHashMap<>();
        places.put(Path.of("/builds/pkg/target/pyb"), "the work directory");
        places.put(Path.of("/builds/pkg"), "the module");
        places.put(Path.of("/home"), "the home directory");
        Path wheel = pkg().with("pkg/a.py", "x".repeat(65_530) + "/builds/pkg/src/a.c")
                .with("pkg/b.py", "/builds/pkg2 /home/x")
                .with("pkg/c.py", "made in '/builds/pkg/target/pyb'")
                .writeInto(directory);

        List<Finding> findings = new DistributionCheck(new Whereabouts(places)).check(wheel);

        assertThat(findings)
                .extracting(Finding::text)
                .containsExactly(
                        "the path of the module stands in it: pkg/a.py",
                        "the path of the work directory stands in it: pkg/c.py");
    }

    private static WheelFile pkg() {
        return new WheelFile("pkg", "1.0").with("pkg/__init__.py", "value = 1");
    }

    /** Its hash is not the right one any more, which is not what these tests look at. */
    private static WheelFile describedWith(String before, String after) {
        return pkg().changing(INFO + "METADATA", text -> text.replace(before, after));
    }

    private List<String> findings(WheelFile wheel) throws Exception {
        return findings(wheel.writeInto(directory));
    }

    static List<String> findings(Path file) throws Exception {
        return new DistributionCheck(Whereabouts.none())
                .check(file).stream()
                        .map(finding -> finding.severity() + " " + finding.text())
                        .toList();
    }
}
