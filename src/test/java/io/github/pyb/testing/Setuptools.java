package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A real setuptools without a package index: the one that the CPython 3.11 of Maven Central brings along. */
public final class Setuptools {

    private Setuptools() {}

    /** Makes a directory of wheels that pip can install setuptools and what it asks for from. */
    public static Path wheelsInto(Path directory) {
        Path bundled = MavenRun.targetDirectory().resolve("setuptools");
        try (DirectoryStream<Path> wheels = Files.newDirectoryStream(bundled, "setuptools-*.whl");
                InputStream standin =
                        Objects.requireNonNull(Setuptools.class.getResourceAsStream("standin_wheel.py"))) {
            Files.createDirectories(directory);
            for (Path wheel : wheels) {
                Files.copy(wheel, directory.resolve(wheel.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            new WheelFile("wheel", "0.0.1")
                    .with("wheel/__init__.py", "")
                    .with("wheel/bdist_wheel.py", new String(standin.readAllBytes(), StandardCharsets.UTF_8))
                    .with(
                            "wheel-0.0.1.dist-info/entry_points.txt",
                            "[distutils.commands]",
                            "bdist_wheel = wheel.bdist_wheel:bdist_wheel")
                    .writeInto(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
