package io.github.pyb.check;

import io.github.pyb.packaging.ProjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What lies at the top of a wheel lands beside everybody else's packages, in {@code site-packages}. */
final class WheelLayoutRule {

    /** Names that every second project has, but nobody wants to import. */
    private static final Set<String> COMMON = Set.of(
            "benchmark",
            "benchmarks",
            "build",
            "ci",
            "dist",
            "doc",
            "docs",
            "env",
            "example",
            "examples",
            "node_modules",
            "sample",
            "samples",
            "scripts",
            "src",
            "target",
            "test",
            "tests",
            "venv");

    /** Modules for those who work on the project. */
    private static final Set<String> FOR_DEVELOPERS = Set.of("conftest.py", "noxfile.py", "setup.py", "fabfile.py");

    private static final Set<String> SCHEMES = Set.of("purelib", "platlib", "scripts", "headers", "data");

    private final ProjectName project;
    private final String distInfo;
    private final Findings findings;
    private final StrayFiles strayFiles;
    private final Set<String> modules = new TreeSet<>();

    /** Directories at the top, and whether there is anything in them that can be imported. */
    private final Map<String, Boolean> directories = new LinkedHashMap<>();

    private boolean empty = true;

    WheelLayoutRule(ProjectName project, String distInfo, Findings findings) {
        this.project = project;
        this.distInfo = distInfo;
        this.findings = findings;
        this.strayFiles = new StrayFiles(findings);
    }

    void check(String path) {
        List<String> names = List.of(path.split("/", -1));
        String first = names.get(0);
        if (first.equals(distInfo)) {
            strayFiles.check(path, names);
        } else if (first.endsWith(".dist-info")) {
            findings.error("there is a second .dist-info directory", first);
        } else if (first.endsWith(".data") && names.size() > 1) {
            empty = false;
            checkData(path, names);
        } else {
            empty = false;
            checkInstalled(path, names);
        }
    }

    /** To be called when all files have been seen. */
    void checkWhole() {
        if (empty) {
            findings.warning("there is nothing in it that would be installed");
        }
        directories.forEach((name, importable) -> {
            if (COMMON.contains(name) && !name.equals(project.normalised())) {
                findings.warning("a directory lands in site-packages that hardly belongs there", name);
            } else if (!importable && !name.endsWith(".libs") && !name.endsWith(".dylibs")) {
                findings.warning("a directory without modules lands in site-packages", name);
            }
        });
    }

    /** All files as they will stand in {@code site-packages}. */
    Set<String> installed() {
        return modules;
    }

    private void checkData(String path, List<String> names) {
        String scheme = names.get(1);
        if (!SCHEMES.contains(scheme)) {
            findings.error(names.get(0) + " has a directory that installers do not know", Findings.quoted(scheme));
        } else if (scheme.endsWith("lib") && names.size() > 2) {
            checkInstalled(path, names.subList(2, names.size()));
        } else {
            strayFiles.check(path, names.subList(2, names.size()));
        }
    }

    private void checkInstalled(String path, List<String> names) {
        modules.add(String.join("/", names));
        strayFiles.check(path, names);
        String name = names.get(names.size() - 1);
        boolean importable = name.matches(".+\\.(py|pyi|so|pyd)");
        if (names.size() > 1) {
            directories.merge(names.get(0), importable, Boolean::logicalOr);
        } else if (FOR_DEVELOPERS.contains(name)) {
            findings.warning("a module for those who work on the project lands in site-packages", path);
        } else if (name.endsWith(".pth")) {
            findings.warning("a file is read at every start of the interpreter", path);
        } else if (!importable) {
            findings.warning("a file outside of any package lands in site-packages", path);
        }
    }
}
