package io.github.pyb.check;

import io.github.pyb.dist.CoreMetadata;
import io.github.pyb.dist.Identity;
import io.github.pyb.dist.SdistArchive;
import io.github.pyb.dist.SdistName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds one source distribution against all rules. */
final class SdistCheck {

    /** Directories at the top that hold what was built, not what it is built of. */
    private static final Set<String> BUILT = Set.of("target", "build", "dist", "venv", ".venv", "node_modules");

    private final Path file;
    private final Whereabouts whereabouts;
    private final Findings findings;

    SdistCheck(Path file, Whereabouts whereabouts, Findings findings) {
        this.file = file;
        this.whereabouts = whereabouts;
        this.findings = findings;
    }

    /** @throws UserProblem if it cannot be read to its end */
    void check() throws UserProblem, MachineProblem, InterruptedException {
        SdistArchive sdist = SdistArchive.open(file);
        Set<String> paths = new HashSet<>(sdist.paths());
        CoreMetadata metadata = sdist.metadata();
        MetadataRule rule = new MetadataRule(metadata, "PKG-INFO", findings);
        rule.check();
        checkName(sdist, metadata.identity("PKG-INFO"));
        for (String license : rule.licenseFiles()) {
            if (!paths.contains(sdist.top() + "/" + license)) {
                findings.error("PKG-INFO names a license file that is not in the archive", Findings.quoted(license));
            }
        }
        checkBuildable(sdist.top(), paths);
        checkStray(sdist.paths());
        sdist.forEachFile((member, content) -> FileScan.of(content, "SHA-256", whereabouts)
                .trace()
                .ifPresent(place -> findings.warning("the path of " + place + " stands in it", member.path())));
    }

    private void checkName(SdistArchive sdist, Identity claimed) {
        SdistName name = sdist.name();
        if (!name.project().equals(claimed.name())) {
            findings.error("the file name says " + name.project() + ", but PKG-INFO says " + claimed.name());
        }
        if (!name.version().equals(claimed.version())) {
            findings.error("the file name says version " + name.version() + ", but PKG-INFO says " + claimed.version());
        }
        boolean topFits = SdistName.parse(sdist.top() + ".tar.gz")
                .filter(top ->
                        top.project().equals(claimed.name()) && top.version().equals(claimed.version()))
                .isPresent();
        if (!topFits) {
            findings.error("the directory that everything is in should be called after name and version, and is called "
                    + Findings.quoted(sdist.top()));
        }
        String normalised = claimed.name().normalised().replace('-', '_') + "-";
        if (!name.fileName().startsWith(normalised)) {
            findings.warning("the file name should begin with " + normalised
                    + " (PEP 625), without which some indexes refuse it");
        }
    }

    private void checkBuildable(String top, Set<String> paths) {
        if (paths.contains(top + "/pyproject.toml")) {
            return;
        }
        if (paths.contains(top + "/setup.py")) {
            findings.warning("it has no pyproject.toml, so it is built with whatever setuptools there is");
        } else {
            findings.error("it has neither pyproject.toml nor setup.py, so nobody can build it");
        }
    }

    private void checkStray(List<String> paths) {
        StrayFiles strayFiles = new StrayFiles(findings);
        Set<String> built = new HashSet<>();
        for (String path : paths) {
            List<String> all = List.of(path.split("/", -1));
            List<String> names = all.subList(1, all.size());
            strayFiles.check(path, names);
            if (names.size() > 1 && BUILT.contains(names.get(0)) && built.add(names.get(0))) {
                findings.warning("a directory with what was built is in it", names.get(0));
            }
        }
    }
}
