package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.Resources;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenvSourceTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "a module falls into its statements and those of its class, without comments, docstrings and blank lines")
    void parts() {
        String source = """
                \"""About
                this module.
                \"""
                import os

                # a comment
                class EnvBuilder:
                    \"""About this class.\"""

                    def first(self,
                              more):
                        \"""
                        About this method.
                        \"""
                        def inner():
                            pass  # why
                        return more

                    if os.name != 'nt':
                        def second(self):
                            print(\"""\\
                word
                    # no comment
                \""")

                def main():
                    pass
                """;

        assertThat(VenvSource.parts(source))
                .containsExactly(
                        "import os",
                        "class EnvBuilder:",
                        "    def first(self,\n              more):\n        def inner():\n            pass  # why\n        return more",
                        "    if os.name != 'nt':\n        def second(self):\n            print(\"\"\"\\\nword\n    # no comment\n\"\"\")",
                        "def main():\n    pass");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a module is not known if anything of account is not")
    @CsvSource(
            delimiter = '|',
            value = {
                "import os | its venv module does not define __init__",
                "from other import EnvBuilder | its venv module has a part that is not known: from other import EnvBuilder",
                "class EnvBuilder(Other): | its venv module has a part that is not known: class EnvBuilder(Other):",
                "def helper(): | its venv module has a part that is not known: def helper():",
                "'' | its venv module does not define __init__"
            })
    void unknown(String line, String reason) {
        assertThatThrownBy(() -> traits(line + "\n"))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage(reason);
    }

    @Test
    @DisplayName("nor if a method is another one")
    void unknownMethod() {
        assertThatThrownBy(() -> traits("class EnvBuilder:\n    def create(self, env_dir):\n        pass\n"))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("its venv module has a part that is not known: def create(self, env_dir):");
    }

    @Test
    @DisplayName("comments, docstrings and the way pip is installed may be a distributor's own")
    void ofNoAccount() throws Exception {
        String source = real();
        Set<VenvTrait> traits = traits(source);

        assertThat(traits(source.replace("    def create(self", "    # patched\n\n    def create(self")))
                .isEqualTo(traits);
        assertThat(traits(source.replace(
                        "    def post_setup(self, context):\n",
                        "    def post_setup(self, context):\n" + "        \"\"\"Says\n\n        so.\"\"\"\n")))
                .isEqualTo(traits);
        assertThat(traits(source.replace("'ensurepip'", "'ourpip'"))).isEqualTo(traits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f.write('home = ",
                "'__VENV_DIR__'",
                "os.symlink(",
                "'scripts'",
                "context.env_name = ",
                "def setup_scripts(",
                "copier(context.env_exe",
                "self.prompt = prompt"
            })
    @DisplayName("a real module with one place changed is not known any more")
    void patched(String place) throws Exception {
        String source = real();
        assertThat(source).contains(place);

        assertThatThrownBy(() -> traits(source.replace(place, place + "patched")))
                .isInstanceOf(VenvNeeded.class)
                .hasMessageStartingWith("its venv module has a part that is not known: ");
    }

    @Test
    @DisplayName("the parts for other systems are of no account, and those for this one are")
    void systems() throws Exception {
        String source = real();
        assertThat(source).contains("    if os.name != 'nt':\n", "    else:\n");
        String posix = source.replaceFirst("\n    if os.name != 'nt':\n", "$0        patched = True\n");
        String windows = source.replaceFirst("\n    else:\n", "$0        patched = True\n");

        assertThat(traits(windows)).isEqualTo(traits(source));
        assertThat(traitsOnWindows(posix)).isEqualTo(traitsOnWindows(source));
        assertThatThrownBy(() -> traits(posix))
                .hasMessage("its venv module has a part that is not known: if os.name != 'nt':");
        assertThatThrownBy(() -> traitsOnWindows(windows))
                .hasMessage("its venv module has a part that is not known: else:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"if os.name != 'posix':", "if os.name != 'nt' or True:", "if os.name == 'nt':"})
    @DisplayName("on Windows other conditions are not taken for those of the other systems")
    void conditions(String condition) {
        String source = "class EnvBuilder:\n    " + condition + "\n        pass\n";

        assertThatThrownBy(() -> traitsOnWindows(source))
                .hasMessage("its venv module has a part that is not known: " + condition);
    }

    @Test
    @DisplayName("a class that is changed after its definition, or has a method twice, is not known")
    void changedLater() throws Exception {
        String source = real();
        String method = VenvSource.parts(source).stream()
                .filter(part -> part.startsWith("    def post_setup("))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> traits(source + "\nEnvBuilder.create = None\n"))
                .hasMessage("its venv module has a part that is not known: EnvBuilder.create = None");
        assertThatThrownBy(() -> traits(source.replace("    def main", method + "\n    def main")
                        .replace("    def setup_scripts", method + "\n\n    def setup_scripts")))
                .hasMessage("its venv module has a part that is not known: def post_setup(self, context):");
        assertThatThrownBy(() -> traits(source.replace(method.substring(0, 20), "    def _setup_pip(se")))
                .hasMessage("its venv module does not define post_setup");
    }

    @Test
    @DisplayName("the list of known parts names every trait, and nothing twice")
    void list() {
        List<String[]> known = Resources.text(VenvSource.class, "venv_parts.txt")
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split(" ", -1))
                .toList();

        assertThat(known).allSatisfy(fields -> assertThat(fields[1]).matches("[0-9a-f]{16}"));
        assertThat(known).extracting(fields -> fields[1]).doesNotHaveDuplicates();
        assertThat(known.stream()
                        .flatMap(fields -> Arrays.stream(fields).skip(2))
                        .map(VenvTrait::valueOf))
                .contains(VenvTrait.values());
    }

    private Set<VenvTrait> traits(String source) throws VenvNeeded, IOException {
        return VenvSource.traits(Trees.write(directory.resolve("__init__.py"), source.split("\n", -1)));
    }

    private Set<VenvTrait> traitsOnWindows(String source) throws VenvNeeded, IOException {
        return VenvSource.traitsOnWindows(Trees.write(directory.resolve("__init__.py"), source.split("\n", -1)));
    }

    /** The module of an interpreter of this machine. */
    private static String real() throws IOException {
        Path module = Pythons.any().venv().orElseThrow().resolve("__init__.py");
        try {
            VenvSource.traits(module);
        } catch (VenvNeeded e) {
            Assumptions.abort("SKIPPED: of the Python on this machine " + e.reason());
        }
        return Files.readString(module);
    }
}
