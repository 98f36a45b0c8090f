package io.github.pyb.env;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads from an environment which distributions are installed in it, without starting an interpreter. */
final class InstalledDistributions {

    private static final String METADATA_DIRECTORIES = "*.dist-info";

    private InstalledDistributions() {}

    /** The versions of all distributions in an environment. */
    static Map<ProjectName, String> versions(EnvironmentLayout layout) throws IOException {
        return versions(layout.sitePackages());
    }

    /**
     * The versions of all distributions.
     *
     * @param directories where distributions are installed; a directory that is listed twice counts once
     */
    static Map<ProjectName, String> versions(Set<Path> directories) throws IOException {
        Map<ProjectName, String> versions = new TreeMap<>();
        for (Path directory : directories) {
            // An environment that nothing was installed in may lack the directory.
            if (Files.isDirectory(directory)) {
                readAll(directory, versions);
            }
        }
        return versions;
    }

    /** Those of some versions that requirements name; markers that are not met, and paths, leave some of them out. */
    static Map<ProjectName, String> ofRequired(Map<ProjectName, String> versions, Collection<String> requirements) {
        Map<ProjectName, String> direct = new TreeMap<>(versions);
        direct.keySet()
                .retainAll(requirements.stream()
                        .map(Requirement::nameIn)
                        .flatMap(Optional::stream)
                        .toList());
        return direct;
    }

    private static void readAll(Path directory, Map<ProjectName, String> versions) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, METADATA_DIRECTORIES)) {
            for (Path metadata : stream) {
                read(metadata.resolve("METADATA"), versions);
            }
        }
    }

    private static void read(Path file, Map<ProjectName, String> versions) throws IOException {
        Optional<String> name = Optional.empty();
        Optional<String> version = Optional.empty();
        // ISO 8859-1 reads every file; both fields are ASCII.
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                name = name.isPresent() ? name : field(line, "Name");
                version = version.isPresent() ? version : field(line, "Version");
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (name.isPresent() && version.isPresent()) {
            versions.put(ProjectName.of(name.get()), version.get());
        }
    }

    private static Optional<String> field(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1)
                ? Optional.of(line.substring(name.length() + 1).strip())
                : Optional.empty();
    }
}
