package io.github.pyb.build;

import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.MavenVersion;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares the version of what is built with that of the POM, if there is one. */
final class VersionRule {

    private static final String OFF = "or, if they differ on purpose: versionCheck=off (-Dpyb.versionCheck=off)";

    private final Optional<PomVersion> pom;
    private final Path source;

    VersionRule(BuildRequest request) {
        this.pom = request.version();
        this.source = request.places().source();
    }

    /**
     * Refuses what will not do, before anything is made: a version of the POM that cannot be compared, and another one that
     * is written down in {@code pyproject.toml}.
     */
    void refuse(Source project) throws UserProblem {
        if (isChecked(VersionCheck.FAIL) && counterpart().isEmpty()) {
            throw problem(incomparable());
        }
        if (project instanceof Source.Tree tree && tree.tree().version().isPresent()) {
            SourceTree files = tree.tree();
            Path file = files.directory().resolve("pyproject.toml");
            refuse(files.version().get(), "pyproject.toml", file);
        }
    }

    /** Refuses a distribution, before it gets to where others find it. */
    void refuse(Distribution built) throws UserProblem {
        refuse(built.identity().version(), built.kind(), built.file().getFileName());
    }

    private void refuse(Version version, String kind, Path file) throws UserProblem {
        if (isChecked(VersionCheck.FAIL) && !agrees(version)) {
            throw problem(mismatch(version, kind, file));
        }
    }

    /** Tells of it in the end, once, where it is seen. */
    void warn(List<Distribution> built, BuildLog log) {
        if (!isChecked(VersionCheck.WARN)) {
            return;
        }
        if (counterpart().isEmpty()) {
            log.warn(incomparable().text());
            return;
        }
        built.stream()
                .filter(one -> !agrees(one.identity().version()))
                .findFirst()
                .map(one -> mismatch(one.identity().version(), one.kind(), one.file()))
                .ifPresent(explanation -> log.warn(explanation.text()));
    }

    /** The POM's version in Python's words, if there is one and it can be said. */
    Optional<Version> counterpart() {
        return pom.flatMap(version -> new MavenVersion(version.text()).counterpart());
    }

    private boolean isChecked(VersionCheck check) {
        return pom.isPresent() && pom.get().check() == check;
    }

    private boolean agrees(Version version) {
        return pom.isEmpty() || new MavenVersion(pom.get().text()).matches(version);
    }

    private Explanation mismatch(Version version, String kind, Path file) {
        String expected = counterpart().map(Version::toString).orElseThrow();
        return Explanation.of("the version of the Python project is not that of the POM")
                .line("POM", inPython(expected))
                .line(kind, version + ", in " + file)
                .attempt("give the Python project in " + source + " the version " + expected
                        + ", or the POM the counterpart of " + version)
                .attempt(OFF);
    }

    private String inPython(String expected) {
        PomVersion version = pom.orElseThrow();
        String words = version.text().equals(expected) ? "" : " (in Python's words " + expected + ")";
        return version.text() + words + ", in " + version.where();
    }

    private Explanation incomparable() {
        PomVersion version = pom.orElseThrow();
        return Explanation.of("the POM's version " + version.text() + " has no counterpart in PEP 440, so it cannot be"
                        + " compared with that of the Python project")
                .where(version.where())
                .attempt("a version like 1.2.0, 1.2.0-SNAPSHOT, 1.2.0-beta-1, 1.2.0-rc-1 or 1.2.0-1")
                .attempt(OFF);
    }

    private static UserProblem problem(Explanation explanation) {
        return new UserProblem(ProblemKind.VERSION_MISMATCH, explanation);
    }
}
