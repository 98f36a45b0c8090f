package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardIndexTest {

    private static final String MODULE = "pip/_internal/models/index.py";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PyPI = PackageIndex(\"https://index.test/\", file_storage_domain=\"files.test\")",
                "class PackageIndex:\n    pass\n\nPyPI = PackageIndex(\n    'https://index.test/', file_storage_domain='files.test'\n)\n"
            })
    @DisplayName("a pip says itself where it looks")
    void directory(String module) {
        Trees.write(directory.resolve(MODULE), module);

        assertThat(StandardIndex.of(directory.resolve("pip"))).contains(URI.create("https://index.test/simple/"));
    }

    @Test
    @DisplayName("so does a wheel of pip")
    void wheel() throws Exception {
        Path wheel = directory.resolve("pip-1-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            zip.putNextEntry(new ZipEntry(MODULE));
            zip.write("PyPI = PackageIndex(\"https://index.test/\")".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(StandardIndex.of(wheel)).contains(URI.create("https://index.test/simple/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TestPyPI = PackageIndex(\"https://index.test/\")",
                "PyPI = PackageIndex(\"http://index.test/\")",
                "PyPI = PackageIndex(address)",
                "PyPI = PackageIndex(\"https://index test/\")",
                "PyPI = PackageIndex(\"https://[/\")"
            })
    @DisplayName("what is said in another way, or is not encrypted, is not known")
    void unknown(String module) {
        Trees.write(directory.resolve(MODULE), module);

        assertThat(StandardIndex.of(directory.resolve("pip"))).isEmpty();
        assertThat(StandardIndex.of(directory.resolve("no such file"))).isEmpty();
    }

    @Test
    @DisplayName("real ones say so")
    void real() throws Exception {
        PipSource pip = PipSource.choose(Pythons.any(), Pythons.any().executable());

        assertThat(StandardIndex.of(pip.code()))
                .hasValueSatisfying(
                        address -> assertThat(address).hasScheme("https").hasPath("/simple/"));
    }
}
