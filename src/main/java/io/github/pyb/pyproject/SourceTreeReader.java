package io.github.pyb.pyproject;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads and validates a source tree without touching it. */
public final class SourceTreeReader {

    private static final String PYPROJECT = "pyproject.toml";
    private static final String SETUP_PY = "setup.py";

    /** Larger files are refused; the largest known ones are a tenth of that. */
    private static final long MAX_SIZE = 4L * 1024 * 1024;

    @Inject
    public SourceTreeReader() {}

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
        TomlTable document = Files.exists(file) ? parse(file) : Toml.parse("");
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

    private static TomlTable parse(Path file) throws UserProblem {
        TomlParseResult result = Toml.parse(text(file));
        if (result.hasErrors()) {
            TomlParseError error = result.errors().get(0);
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of(PYPROJECT + " is not valid TOML: " + error.getMessage())
                            .where(file + ", line " + error.position().line() + ", column "
                                    + error.position().column()),
                    error);
        }
        return result;
    }

    private static String text(Path file) throws UserProblem {
        String problem;
        try {
            if (Files.size(file) > MAX_SIZE) {
                problem = "it is larger than " + MAX_SIZE / 1024 / 1024 + " MiB";
            } else {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString();
                if (!text.startsWith("\uFEFF")) {
                    return text;
                }
                problem = "it begins with a byte order mark, which TOML does not allow";
            }
        } catch (CharacterCodingException e) {
            problem = "it is not encoded in UTF-8";
        } catch (IOException e) {
            problem = MachineProblem.reasonAlone(e);
        }
        throw new UserProblem(
                ProblemKind.PROJECT_INVALID,
                Explanation.of(PYPROJECT + " cannot be read: " + problem).where(file));
    }

    private static Map<String, Object> tools(TomlTable document) {
        return document.get(List.of("tool")) instanceof TomlTable tools ? PlainValues.of(tools) : Map.of();
    }

    private static Optional<ProjectName> name(TomlTable document) {
        return Stream.of(List.of("project", "name"), List.of("tool", "poetry", "name"))
                .map(document::get)
                .filter(String.class::isInstance)
                .map(name -> ProjectName.of((String) name))
                .findFirst();
    }

    private static Optional<Version> version(TomlTable document) {
        return document.get(List.of("project", "version")) instanceof String text
                ? Version.parse(text)
                : Optional.empty();
    }

    private static Optional<Specifiers> requiresPython(TomlTable document) {
        return document.get(List.of("project", "requires-python")) instanceof String text
                ? Specifiers.parse(text)
                : Optional.empty();
    }

    /** Without any metadata legacy setuptools builds {@code UNKNOWN-0.0.0}, which nobody wants. */
    private static void warnOfUnknownProject(Path directory, TomlTable document, List<String> warnings) {
        boolean describesItself = document.get(List.of("build-system")) != null
                || document.get(List.of("project")) != null
                || Files.exists(directory.resolve(SETUP_PY))
                || Files.exists(directory.resolve("setup.cfg"));
        if (!describesItself) {
            warnings.add(PYPROJECT + " has neither [build-system] nor [project], and there is no " + SETUP_PY
                    + "; the wheel will be called UNKNOWN");
        }
    }

    /** setuptools' automatic discovery, which applies when the project names no packages and has no {@code src}. */
    private static boolean sweepsDirectory(Path directory, BuildSystem buildSystem, TomlTable document) {
        Optional<Object> declared = Optional.<Object>ofNullable(document.get(List.of("tool", "setuptools", "packages")))
                .or(() -> Optional.ofNullable(document.get(List.of("tool", "setuptools", "py-modules"))));
        return buildSystem.backend().startsWith("setuptools.")
                && declared.isEmpty()
                && !Files.exists(directory.resolve(SETUP_PY))
                && !Files.exists(directory.resolve("setup.cfg"))
                && !Files.isDirectory(directory.resolve("src"));
    }
}
