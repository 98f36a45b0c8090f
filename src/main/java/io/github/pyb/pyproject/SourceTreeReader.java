package io.github.pyb.pyproject;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.toml.Document;
import io.github.pyb.toml.InvalidToml;
import io.github.pyb.toml.TomlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and validates a source tree without touching it. */
public final class SourceTreeReader {

    private static final String PYPROJECT = "pyproject.toml";
    private static final String SETUP_PY = "setup.py";

    /** In megabytes. Larger files are refused; the largest known ones are a tenth of that. */
    private static final int MAX_SIZE = 4;

    private final TomlReader toml;

    /** A reader that remembers nothing. */
    public SourceTreeReader() {
        this(new TomlReader());
    }

    /** @param toml reads {@code pyproject.toml} */
    public SourceTreeReader(TomlReader toml) {
        this.toml = toml;
    }

    /** Whether a directory holds something that a build frontend can build. */
    public static boolean isPythonProject(Path directory) {
        return Files.exists(directory.resolve(PYPROJECT)) || Files.exists(directory.resolve(SETUP_PY));
    }

    /**
     * Reads a source tree.
     *
     * @param directory an absolute path
     * @throws UserProblem if there is no project, or if its {@code pyproject.toml} is invalid
     */
    public SourceTree read(Path directory) throws UserProblem {
        if (!Files.isDirectory(directory)) {
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of(
                                    Files.exists(directory)
                                            ? "the source tree is a file, not a directory"
                                            : "the source tree does not exist")
                            .where(directory)
                            .attempt("set sourceDirectory (-Dpyb.sourceDirectory) to the directory with " + PYPROJECT));
        }
        if (!isPythonProject(directory)) {
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of("there is no Python project: neither " + PYPROJECT + " nor " + SETUP_PY + " exists")
                            .where(directory)
                            .attempt("set sourceDirectory (-Dpyb.sourceDirectory) to the directory with " + PYPROJECT));
        }
        List<String> warnings = new ArrayList<>();
        Path file = directory.resolve(PYPROJECT);
        Document document = Files.exists(file) ? document(file) : Document.empty();
        BuildSystem buildSystem =
                new BuildSystemTable(file, directory, document, warnings).read().orElseGet(BuildSystem::legacy);
        warnOfUnknownProject(directory, document, warnings);
        CheckoutDependence dependence = new CheckoutDependence(directory, buildSystem, document);
        return new SourceTree(
                directory,
                name(document),
                version(document),
                requiresPython(document),
                buildSystem,
                warnings,
                dependence.reason(),
                dependence.sdistReason(),
                sweepsDirectory(directory, buildSystem, document),
                tools(document));
    }

    private Document document(Path file) throws UserProblem {
        try {
            return toml.read(file, MAX_SIZE);
        } catch (InvalidToml e) {
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of(file.getFileName() + " " + e.what()).where(file + e.place()),
                    e);
        } catch (IOException e) {
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of(file.getFileName() + " cannot be read: " + MachineProblem.reasonAlone(e))
                            .where(file));
        }
    }

    private static Map<String, Object> tools(Document document) {
        Map<String, Object> tools = new LinkedHashMap<>();
        if (document.get("tool").orElse(null) instanceof Map<?, ?> tables) {
            tables.forEach((name, value) -> tools.put((String) name, value));
        }
        return Collections.unmodifiableMap(tools);
    }

    private static Optional<ProjectName> name(Document document) {
        return document.string("project", "name")
                .or(() -> document.string("tool", "poetry", "name"))
                .map(ProjectName::of);
    }

    private static Optional<Version> version(Document document) {
        return document.string("project", "version").flatMap(Version::parse);
    }

    private static Optional<Specifiers> requiresPython(Document document) {
        return document.string("project", "requires-python").flatMap(Specifiers::parse);
    }

    /** Without any metadata legacy setuptools builds {@code UNKNOWN-0.0.0}, which nobody wants. */
    private static void warnOfUnknownProject(Path directory, Document document, List<String> warnings) {
        boolean describesItself = document.get("build-system").isPresent()
                || document.get("project").isPresent()
                || Files.exists(directory.resolve(SETUP_PY))
                || Files.exists(directory.resolve("setup.cfg"));
        if (!describesItself) {
            warnings.add(PYPROJECT + " has neither [build-system] nor [project], and there is no " + SETUP_PY
                    + "; the wheel will be called UNKNOWN");
        }
    }

    /** setuptools' automatic discovery, which applies when the project names no packages and has no {@code src}. */
    private static boolean sweepsDirectory(Path directory, BuildSystem buildSystem, Document document) {
        Optional<Object> declared = document.get("tool", "setuptools", "packages")
                .or(() -> document.get("tool", "setuptools", "py-modules"));
        return buildSystem.backend().startsWith("setuptools.")
                && declared.isEmpty()
                && !Files.exists(directory.resolve(SETUP_PY))
                && !Files.exists(directory.resolve("setup.cfg"))
                && !Files.isDirectory(directory.resolve("src"));
    }
}
