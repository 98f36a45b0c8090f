package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A project {@code a}, version 1, whose backend has to be installed, reports another requirement for every kind of
 * distribution, and whose editable installation needs one to run.
 */
public final class SuppliedProject {

    private static final String BACKEND = "supplied_backend";

    private SuppliedProject() {}

    /** Writes the project. */
    public static Path into(Path project, String... requirements) {
        String more = requirements.length == 0 ? "" : ", '" + String.join("', '", requirements) + "'";
        Trees.write(
                project.resolve("pyproject.toml"),
                "[build-system]",
                "requires = ['supplied-backend'" + more + "]",
                "build-backend = '" + BACKEND + "'");
        return project;
    }

    /** Writes the wheels that it needs. */
    public static Path wheelsInto(Path directory) {
        try (InputStream backend = Objects.requireNonNull(SuppliedProject.class.getResourceAsStream(BACKEND + ".py"))) {
            new WheelFile(BACKEND, "1.0")
                    .with(BACKEND + ".py", new String(backend.readAllBytes(), StandardCharsets.UTF_8))
                    .writeInto(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String kind : List.of("wheel", "sdist", "editable", "run")) {
            new WheelFile("supplied_" + kind, "1.0")
                    .with("supplied_" + kind + ".py", "")
                    .writeInto(directory);
        }
        return directory;
    }
}
