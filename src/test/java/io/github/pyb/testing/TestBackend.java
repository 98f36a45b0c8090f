package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A project with a build backend of its own, which requires nothing and does what config settings tell it. So most tests
 * need a Python, but no package index.
 */
public final class TestBackend {

    /** Lines of a hook that write a wheel of the project {@code a}, version 1, with the file {@code content} in it. */
    public static final String WRITE_WHEEL = String.join(
            "\n",
            "    import os.path as _path, zipfile",
            "    with zipfile.ZipFile(_path.join(directory, 'a-1-py3-none-any.whl'), 'w') as wheel:",
            "        wheel.writestr('content.txt', content)",
            "        wheel.writestr('a-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: a\\nVersion: 1\\n')",
            "    return 'a-1-py3-none-any.whl'");

    private TestBackend() {}

    /**
     * Writes a project into a directory whose backend has all hooks and builds of it what is there, instead of what it is
     * told.
     */
    public static Path complete(Path project) {
        Trees.write(
                project.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = \"full_backend\"",
                "backend-path = [\"backend\"]");
        copy("full_backend.py", project.resolve("backend/full_backend.py"));
        Trees.write(project.resolve("VERSION"), "1.0");
        Trees.write(project.resolve("needed.txt"), "needed");
        Trees.write(project.resolve("full_project/__init__.py"), "value = 1");
        return project;
    }

    /** Writes project and backend into a directory. */
    public static Path into(Path project) {
        Trees.write(
                project.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = \"test_backend\"",
                "backend-path = [\"backend\"]");
        copy("test_backend.py", project.resolve("backend/test_backend.py"));
        return project;
    }

    private static void copy(String resource, Path file) {
        Trees.write(file, text(resource));
    }

    /** The text of a backend. */
    public static String text(String resource) {
        try (InputStream source = Objects.requireNonNull(TestBackend.class.getResourceAsStream(resource))) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with other lines in {@code [build-system]} than the usual ones. */
    public static Path into(Path project, String... buildSystem) {
        into(project);
        Trees.write(project.resolve("pyproject.toml"), "[build-system]\n" + String.join("\n", buildSystem));
        return project;
    }
}
