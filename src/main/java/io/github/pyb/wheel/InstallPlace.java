package io.github.pyb.wheel;

import java.nio.file.Path;

/**
 * Where wheels are installed; all paths are absolute.
 *
 * @param python the interpreter that scripts begin with
 * @param root what files of the scheme {@code data} go to
 * @param scripts where scripts are
 * @param purelib where packages without compiled parts are
 * @param platlib where the others are
 * @param include what holds a directory for the headers of each project
 */
public record InstallPlace(Path python, Path root, Path scripts, Path purelib, Path platlib, Path include) {}
