package io.github.pyb.env;

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

    /** Where distributions are installed. */
    Set<Path> sitePackages() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(purelib);
        directories.add(platlib);
        return directories;
    }
}
