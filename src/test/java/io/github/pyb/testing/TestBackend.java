package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A project with a build backend of its own, which requires nothing and does what config settings tell it. So most tests
 * need a Python, but no package index.
 */
public final class TestBackend {

    private TestBackend() {}

    /** Writes project and backend into a directory. */
    public static Path into(Path project) {
        Trees.write(
                project.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = \"test_backend\"",
                "backend-path = [\"backend\"]");
        Trees.write(project.resolve("backend/test_backend.py"));
        try (InputStream source = Objects.requireNonNull(TestBackend.class.getResourceAsStream("test_backend.py"))) {
            Files.writeString(
                    project.resolve("backend/test_backend.py"),
                    new String(source.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return project;
    }

    /** The same, with other lines in {@code [build-system]} than the usual ones. */
    public static Path into(Path project, String... buildSystem) {
        into(project);
        Trees.write(project.resolve("pyproject.toml"), "[build-system]\n" + String.join("\n", buildSystem));
        return project;
    }
}
