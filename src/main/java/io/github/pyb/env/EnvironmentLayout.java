package io.github.pyb.env;

import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where the parts of an environment are.
 *
 * @param root the environment's directory
 * @param python its interpreter
 * @param scripts the directory of interpreter and scripts, {@code bin} or {@code Scripts}
 * @param purelib where packages without compiled parts are installed
 * @param platlib where the others are; often the same directory
 */
public record EnvironmentLayout(Path root, Path python, Path scripts, Path purelib, Path platlib) {

    /** That of an environment on Windows which is made from an interpreter. */
    static EnvironmentLayout onWindows(Path root, Interpreter.Layout parts) {
        Path scripts = root.resolve(parts.scripts());
        return new EnvironmentLayout(
                root,
                scripts.resolve("python.exe"),
                scripts,
                root.resolve(parts.purelib()),
                root.resolve(parts.platlib()));
    }

    /** That of an environment on Linux or macOS which is made from an interpreter. */
    static EnvironmentLayout of(Path root, Interpreter.Layout parts) {
        Path scripts = root.resolve(parts.scripts());
        return new EnvironmentLayout(
                root, scripts.resolve("python"), scripts, root.resolve(parts.purelib()), root.resolve(parts.platlib()));
    }

    /** Where distributions are installed. */
    Set<Path> sitePackages() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(purelib);
        directories.add(platlib);
        return directories;
    }
}
