package io.github.pyb.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreMetadataTest {

    private static final String LEAST = "Metadata-Version: 2.4\nName: pkg\nVersion: 1.0\n";

    @Test
    @DisplayName("every field has its name, its form and its place, wherever it stood")
    void everyField() throws Exception {
        CoreMetadata metadata = parse("""
                Obsoletes: h
                Provides: g
                Requires: f
                Import-Namespace: e
                Import-Name: d.a
                Import-Name: d.b ; private
                Obsoletes-Dist: c
                Provides-Dist: b
                Provides-Extra: test
                Provides-Extra: docs
                Project-URL: Source, https://example.org/source
                Project-URL: Bugs,https://example.org/?a,b
                Requires-External: libpng (>=1.5)
                Requires-Python: >=3.8
                Requires-Dist: click>=8; extra == "test"
                Requires-Dist: attrs
                Classifier: License :: OSI Approved
                Classifier: Typing :: Typed
                License-File: LICENSE
                License-Expression: MIT
                License: MIT
                Maintainer-email: m@example.org
                Maintainer: M
                Author-email: "A, B" <a@example.org>
                Author: A
                Download-URL: https://example.org/download
                Home-page: https://example.org
                Keywords: one, two words,three
                Description-Content-Type: text/markdown; charset=UTF-8
                Summary: A package: with a colon
                Supported-Platform: RedHat 7.2
                Platform: any
                Dynamic: license-file
                Version: 1.0
                Name: Pkg_Name
                Metadata-Version: 2.5

                # Title

                Text.
                """);

        assertThat(metadata.name()).isEqualTo("Pkg_Name");
        assertThat(metadata.version()).isEqualTo("1.0");
        assertThat(metadata.ignored()).isEmpty();
        assertThat(metadata.values())
                .containsExactly(
                        Map.entry("metadata_version", "2.5"),
                        Map.entry("name", "Pkg_Name"),
                        Map.entry("version", "1.0"),
                        Map.entry("dynamic", List.of("license-file")),
                        Map.entry("platforms", List.of("any")),
                        Map.entry("supported_platforms", List.of("RedHat 7.2")),
                        Map.entry("summary", "A package: with a colon"),
                        Map.entry("description", "# Title\n\nText.\n"),
                        Map.entry("description_content_type", "text/markdown; charset=UTF-8"),
                        Map.entry("keywords", List.of("one", "two words", "three")),
                        Map.entry("home_page", "https://example.org"),
                        Map.entry("download_url", "https://example.org/download"),
                        Map.entry("author", "A"),
                        Map.entry("author_email", "\"A, B\" <a@example.org>"),
                        Map.entry("maintainer", "M"),
                        Map.entry("maintainer_email", "m@example.org"),
                        Map.entry("license", "MIT"),
                        Map.entry("license_expression", "MIT"),
                        Map.entry("license_files", List.of("LICENSE")),
                        Map.entry("classifiers", List.of("License :: OSI Approved", "Typing :: Typed")),
                        Map.entry("requires_dist", List.of("click>=8; extra == \"test\"", "attrs")),
                        Map.entry("requires_python", ">=3.8"),
                        Map.entry("requires_external", List.of("libpng (>=1.5)")),
                        Map.entry(
                                "project_urls",
                                Map.of("Source", "https://example.org/source", "Bugs", "https://example.org/?a,b")),
                        Map.entry("provides_extra", List.of("test", "docs")),
                        Map.entry("provides_dist", List.of("b")),
                        Map.entry("obsoletes_dist", List.of("c")),
                        Map.entry("import_names", List.of("d.a", "d.b ; private")),
                        Map.entry("import_namespaces", List.of("e")),
                        Map.entry("requires", List.of("f")),
                        Map.entry("provides", List.of("g")),
                        Map.entry("obsoletes", List.of("h")));
        assertThat(((Map<?, ?>) metadata.values().get("project_urls")).keySet().toArray())
                .containsExactly("Source", "Bugs");
    }

    @Test
    @DisplayName("only fields that are present are values")
    void present() throws Exception {
        assertThat(parse(LEAST).values().keySet()).containsExactly("metadata_version", "name", "version");
    }

    @Test
    @DisplayName("the names of fields have no case")
    void caseOfNames() throws Exception {
        assertThat(parse("NAME: pkg\nversion: 1.0\nrequires-DIST: a\nRequires-Dist: b\n")
                        .values())
                .containsEntry("name", "pkg")
                .containsEntry("requires_dist", List.of("a", "b"));
    }

    @Test
    @DisplayName("a description in a field loses the indentation that carried it, and keeps its own")
    void descriptionField() throws Exception {
        assertThat(parse(LEAST + "Description: Title\n        =====\n        \n            code\nPlatform: any\n")
                        .values())
                .containsEntry("description", "Title\n=====\n\n    code")
                .containsEntry("platforms", List.of("any"));
        assertThat(parse(LEAST + "Description: Title\n       |=====\n       |\n       |    code\n")
                        .values())
                .containsEntry("description", "Title\n=====\n\n    code");
    }

    @Test
    @DisplayName("a field that goes over several lines is one line, unless its line breaks count")
    void folding() throws Exception {
        assertThat(parse(LEAST + "Author: A,\n        B\n\t C\nLicense: first\n        second\n")
                        .values())
                .containsEntry("author", "A, B C")
                .containsEntry("license", "first\nsecond");
    }

    @Test
    @DisplayName("any line ends will do, and a byte order mark does no harm")
    void lineEnds() throws Exception {
        CoreMetadata metadata = parse("\ufeffName: pkg\r\nVersion: 1.0\rSummary: s\r\n\r\nBody\r\n");

        assertThat(metadata.values())
                .containsEntry("name", "pkg")
                .containsEntry("version", "1.0")
                .containsEntry("summary", "s")
                .containsEntry("description", "Body\r\n");
    }

    @Test
    @DisplayName("an empty body is no description, and an empty list says that there is nothing")
    void empty() throws Exception {
        assertThat(parse(LEAST + "Import-Name:\nKeywords:\nSummary:\n\n\n").values())
                .doesNotContainKey("description")
                .containsEntry("import_names", List.of())
                .containsEntry("keywords", List.of())
                .containsEntry("summary", "");
    }

    @Test
    @DisplayName("what cannot be understood is left out, and named")
    void ignored() throws Exception {
        CoreMetadata metadata = parse(" continues\n" + LEAST + """
                Summary: one
                Summary: two
                X-Other: x
                X-Other: y
                no field at all
                Project-URL: https://example.org
                Project-URL: Source, https://example.org/1
                Project-URL: Source, https://example.org/2
                Description: in a field

                in the body
                """);

        assertThat(metadata.values())
                .doesNotContainKeys("summary", "description")
                .containsEntry("project_urls", Map.of("Source", "https://example.org/1"));
        assertThat(metadata.ignored())
                .containsExactly(
                        "line 1, which continues nothing",
                        "line 9, which is no field",
                        "Summary, which is there 2 times",
                        "Description, which is there 2 times",
                        "Project-URL \"https://example.org\", which has no comma after its label",
                        "Project-URL \"Source, https://example.org/2\", whose label is there already",
                        "X-Other, which is no field of core metadata");
    }

    @Test
    @DisplayName("bytes that are not UTF-8 are replaced, and named")
    void notUtf8() throws Exception {
        byte[] content = (LEAST + "Author: J\u00fcrgen\n").getBytes(StandardCharsets.ISO_8859_1);

        CoreMetadata metadata = CoreMetadata.parse(content, "PKG-INFO");

        assertThat(metadata.values()).containsEntry("author", "J\ufffdrgen");
        assertThat(metadata.ignored()).containsExactly("bytes that are not UTF-8, now shown as \ufffd");
    }

    @Test
    @DisplayName("text of all languages stays as it is")
    void utf8() throws Exception {
        assertThat(parse(LEAST + "Author: J\u00fcrgen \ud83d\udc0d\n").values())
                .containsEntry("author", "J\u00fcrgen \ud83d\udc0d");
    }

    @ParameterizedTest
    @DisplayName("without a name or a version there is no metadata")
    @ValueSource(
            strings = {
                "Version: 1.0\n|no Name",
                "Name:\nVersion: 1.0\n|no Name",
                "Name: a\nName: b\nVersion: 1.0\n|more than one Name",
                "Name: a\n|no Version",
                "Name: a\nVersion: 1.0\nVersion: 1.0\n|more than one Version",
                "\nName: a\nVersion: 1.0\n|no Name",
                "|no Name",
                "<html>\n|no Name"
            })
    void incomplete(String textAndReason) {
        String[] parts = textAndReason.split("\\|", -1);

        assertThatThrownBy(() -> parse(parts[0]))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.METADATA_INVALID))
                .hasMessageContaining("the core metadata has " + parts[1])
                .hasMessageContaining("dist-info/METADATA of a file");
    }

    @Test
    @DisplayName("a version that Python does not know is none to compare others with")
    void unknownVersion() throws Exception {
        assertThat(parse("Name: My.Pkg\nVersion: 1.0.0\n").identity("metadata"))
                .isEqualTo(new Identity("metadata", ProjectName.of("my-pkg"), Version.of(1, 0)));
        CoreMetadata metadata = parse("Name: pkg\nVersion: one\n");

        assertThat(metadata.version()).isEqualTo("one");
        assertThatThrownBy(() -> metadata.identity("metadata"))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("a Version that Python does not know (PEP 440)")
                .hasMessageContaining("\"one\"");
    }

    private static CoreMetadata parse(String text) throws UserProblem {
        return CoreMetadata.parse(text.getBytes(StandardCharsets.UTF_8), "dist-info/METADATA of a file");
    }
}
