package io.github.pyb.pyproject;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.toml.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out whether a project can be built from a copy of its source tree. It cannot if its version or its list of
 * files comes from version control, which the copy is no part of, or if it refers to files beside itself.
 */
final class CheckoutDependence {

    /** Build requirements that ask version control for the version, or bring a plugin that does. */
    private static final List<String> VERSION_FROM_VERSION_CONTROL = List.of(
            "setuptools-scm",
            "setuptools-git-versioning",
            "setuptools-vcs-versioning",
            "setuptools-version-command",
            "hatch-vcs",
            "hatch-regex-commit",
            "uv-dynamic-versioning",
            "poetry-dynamic-versioning",
            "flit-scm",
            "pbr",
            "versioneer",
            "versioningit",
            "vcversioner",
            "dunamai",
            "katversion",
            "better-setuptools-git-version");

    /** Tables below {@code [tool]} that mean the same. */
    private static final List<List<String>> VERSION_TABLES = List.of(
            List.of("tool", "setuptools_scm"),
            List.of("tool", "setuptools-git-versioning"),
            List.of("tool", "versioneer"),
            List.of("tool", "versioningit"),
            List.of("tool", "hatch", "version", "raw-options"));

    /** What a {@code setup.py} or {@code setup.cfg} says when it asks version control. */
    private static final Pattern WORDS = Pattern.compile("\\b(use_scm_version|setuptools_scm|versioneer|pbr)\\b");

    /** Tables that a backend reads; paths in those of other tools are none of its business. */
    private static final List<List<String>> BACKEND_TABLES = List.of(
            List.of("project"),
            List.of("tool", "setuptools"),
            List.of("tool", "hatch"),
            List.of("tool", "flit"),
            List.of("tool", "poetry"),
            List.of("tool", "pdm"),
            List.of("tool", "scikit-build"),
            List.of("tool", "meson-python"),
            List.of("tool", "maturin"),
            List.of("tool", "uv", "build-backend"));

    private final Path directory;
    private final BuildSystem buildSystem;
    private final Document document;

    CheckoutDependence(Path directory, BuildSystem buildSystem, Document document) {
        this.directory = directory;
        this.buildSystem = buildSystem;
        this.document = document;
    }

    /** Why a copy will not do, or nothing if it will. */
    Optional<String> reason() {
        if (Files.exists(directory.resolve("PKG-INFO"))) {
            // An unpacked sdist is complete in itself, and its version is written down in that file.
            return Optional.empty();
        }
        return versionFromVersionControl()
                .or(this::filesFromVersionControl)
                .or(this::cargoWorkspace)
                .or(this::pathOutside);
    }

    /** The same for a source distribution. */
    Optional<String> sdistReason() {
        return reason().or(this::sdistFilesFromVersionControl);
    }

    /** {@code meson dist} works in checkouts only, and Cargo packs what git knows. */
    private Optional<String> sdistFilesFromVersionControl() {
        String backend = buildSystem.backend();
        if (backend.equals("mesonpy") || backend.startsWith("mesonpy:")) {
            return Optional.of("Meson makes source distributions of checkouts only");
        }
        return backend.equals("maturin") && checkoutRoot().isPresent()
                ? Optional.of("Cargo asks git which files belong to a source distribution")
                : Optional.empty();
    }

    private Optional<String> versionFromVersionControl() {
        for (String text : buildSystem.requires()) {
            Optional<ProjectName> name = Requirement.nameIn(text);
            if (name.isPresent()
                    && VERSION_FROM_VERSION_CONTROL.contains(name.get().normalised())) {
                return Optional.of("its version comes from version control (" + name.get() + ")");
            }
        }
        for (List<String> table : VERSION_TABLES) {
            if (document.get(table).isPresent()) {
                return Optional.of("its version comes from version control ([" + String.join(".", table) + "])");
            }
        }
        if (document.string("tool", "pdm", "version", "source").equals(Optional.of("scm"))) {
            return Optional.of("its version comes from version control ([tool.pdm.version])");
        }
        return Stream.of("setup.py", "setup.cfg")
                .flatMap(file -> mention(file).stream())
                .findFirst();
    }

    private Optional<String> mention(String file) {
        try {
            // Only ASCII words are looked for, so any encoding of the file will do.
            String text = Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
            return WORDS.matcher(text)
                    .results()
                    .findFirst()
                    .map(word -> "its version seems to come from version control (" + file + " mentions " + word.group()
                            + ")");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * poetry-core leaves out what git ignores, and asks git about it; within an ignored {@code target} directory git
     * has nothing to say, and ignored files would end up in the wheel. hatchling looks for an ignore file in the parent
     * directories.
     */
    private Optional<String> filesFromVersionControl() {
        if (checkoutRoot().isEmpty()) {
            return Optional.empty();
        }
        if (buildSystem.backend().startsWith("poetry.core.")) {
            return Optional.of("poetry-core asks git which files to leave out");
        }
        boolean ownIgnoreFile =
                Files.exists(directory.resolve(".gitignore")) || Files.exists(directory.resolve(".hgignore"));
        if (buildSystem.backend().startsWith("hatchling.") && !ownIgnoreFile && ignoreFileAbove()) {
            return Optional.of("hatchling takes the files to leave out from a parent directory's ignore file");
        }
        return Optional.empty();
    }

    private Optional<Path> checkoutRoot() {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve(".git")) || Files.exists(path.resolve(".hg"))) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private boolean ignoreFileAbove() {
        Path root = checkoutRoot().orElse(directory);
        for (Path path = directory.getParent(); path != null && path.startsWith(root); path = path.getParent()) {
            if (Files.exists(path.resolve(".gitignore"))) {
                return !new IgnoreFile(path.resolve(".gitignore")).ignores(directory);
            }
            if (Files.exists(path.resolve(".hgignore"))) {
                return true;
            }
        }
        return false;
    }

    /** Cargo refuses a package that stands elsewhere than the workspace above it says. */
    private Optional<String> cargoWorkspace() {
        if (!Files.exists(directory.resolve("Cargo.toml"))) {
            return Optional.empty();
        }
        for (Path path = directory.getParent(); path != null; path = path.getParent()) {
            Path manifest = path.resolve("Cargo.toml");
            if (Files.exists(manifest)) {
                return Optional.of("it is part of the Cargo workspace " + path);
            }
        }
        return Optional.empty();
    }

    private Optional<String> pathOutside() {
        return BACKEND_TABLES.stream()
                .flatMap(table ->
                        document.get(table).flatMap(value -> pathOutside(value, String.join(".", table))).stream())
                .findFirst()
                .map(key -> "\"" + key + "\" in pyproject.toml refers to a place outside of it");
    }

    /** The first key whose value is a path that leads upwards. */
    private static Optional<String> pathOutside(Object value, String key) {
        if (value instanceof String text) {
            boolean upwards = text.equals("..") || text.startsWith("../") || text.startsWith("..\\");
            return upwards ? Optional.of(key) : Optional.empty();
        }
        if (value instanceof Map<?, ?> table) {
            return new TreeMap<>(table)
                    .entrySet().stream()
                            .flatMap(entry -> pathOutside(entry.getValue(), key + "." + entry.getKey()).stream())
                            .findFirst();
        }
        if (value instanceof List<?> array) {
            return array.stream()
                    .flatMap(item -> pathOutside(item, key).stream())
                    .findFirst();
        }
        return Optional.empty();
    }
}
