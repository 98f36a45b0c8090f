package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLinksTest {

    @TempDir
    Path directory;

    @BeforeEach
    void makeArchives() {
        Trees.write(directory.resolve("some_thing-1.5-py3-none-any.whl"));
        Trees.write(directory.resolve("Old-Name-2.0.tar.gz"));
        Trees.write(directory.resolve("readme-1.0.txt"));
    }

    @Test
    @DisplayName("only links that stay on this machine count")
    void among() {
        assertThat(LocalLinks.among(" /wheels https://index/wheels\nfile:///more  C:\\wheels ../near http://x ")
                        .links())
                .containsExactly("/wheels", "file:///more", "C:\\wheels", "../near");
        assertThat(LocalLinks.among(" \n").links()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("what has a file with its name and a version that would do is not missing, or might not be")
    @ValueSource(
            strings = {
                "Some.Thing",
                "some-thing>=1.5",
                "some_thing[extra]~=1.4",
                "old-name==2.0",
                "absent; python_version < '3'",
                "absent @ file:///wheels/absent-1-py3-none-any.whl",
                "absent @ git+file:///absent.git",
                "this is no requirement"
            })
    void there(String requirement) throws Exception {
        assertThat(links().missing(List.of(requirement))).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("what has none is missing, and so is what has an address elsewhere")
    @ValueSource(
            strings = {
                "absent",
                "some-thing>=2",
                "some",
                "old",
                "readme",
                "some-thing @ https://index/some_thing-1.5-py3-none-any.whl",
                "some-thing @ git+https://host/some-thing.git"
            })
    void absent(String requirement) throws Exception {
        assertThat(links().missing(List.of("some-thing", requirement))).containsExactly(requirement);
    }

    @Test
    @DisplayName("without a directory everything is missing; with a page of links nothing is known to be")
    void unknown() throws Exception {
        assertThat(LocalLinks.among("").missing(List.of("a", "b"))).containsExactly("a", "b");
        Path page = Trees.write(directory.resolve("index.html"), "<a href=\"a-1-py3-none-any.whl\">a</a>");
        assertThat(LocalLinks.among(page.toString()).missing(List.of("a"))).isEmpty();
        assertThat(LocalLinks.among(page.toUri() + " " + directory.toUri()).missing(List.of("a")))
                .isEmpty();
    }

    private LocalLinks links() {
        return LocalLinks.among(directory.toUri().toString());
    }
}
