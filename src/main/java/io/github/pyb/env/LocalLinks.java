package io.github.pyb.env;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of pip's links ({@code find-links}) is on this machine, and what can be had there.
 *
 * @param links directories and files, as paths or {@code file:} addresses
 */
record LocalLinks(List<String> links) {

    /** Two slashes, because a single letter with a colon is a drive of Windows. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    private static final Pattern ARCHIVE = Pattern.compile("(?<stem>.+)\\.(?:whl|tar\\.gz|zip|tar\\.bz2|tgz)");

    LocalLinks {
        links = List.copyOf(links);
    }

    /** @param text links as pip's configuration has them, with blanks between them */
    static LocalLinks among(String text) {
        return new LocalLinks(Stream.of(text.strip().split("\\s+"))
                .filter(link -> !link.isEmpty() && !isRemote(link))
                .toList());
    }

    /** Whether a link, or the address of a requirement, leads to another machine. */
    static boolean isRemote(String link) {
        return ADDRESS.matcher(link).matches() && !link.startsWith("file://") && !link.contains("+file://");
    }

    /**
     * Requirements that certainly cannot be had: no file here has their name and a version that would do, or they name an
     * address elsewhere. Those that depend on the interpreter are not judged, and neither are any if there is a link whose
     * content is not known.
     */
    List<String> missing(List<String> requirements) throws MachineProblem {
        List<String> stems = new ArrayList<>();
        for (String link : links) {
            Optional<Path> directory = directory(link);
            if (directory.isEmpty()) {
                return List.of();
            }
            stems.addAll(stems(directory.get()));
        }
        return requirements.stream().filter(text -> isMissing(text, stems)).toList();
    }

    /** Nothing if it is something else: a page with links, for instance. */
    private static Optional<Path> directory(String link) {
        try {
            return Optional.of(link.startsWith("file:") ? Path.of(URI.create(link)) : Path.of(link))
                    .filter(Files::isDirectory);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    private static List<String> stems(Path directory) throws MachineProblem {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> ARCHIVE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group("stem"))
                    .toList();
        } catch (IOException e) {
            throw MachineProblem.of("cannot look for wheels", directory, e);
        }
    }

    private static boolean isMissing(String text, List<String> stems) {
        Optional<Requirement> requirement = Requirement.parse(text);
        if (requirement.isEmpty() || requirement.get().marker().isPresent()) {
            return false;
        }
        return requirement
                .get()
                .url()
                .map(LocalLinks::isRemote)
                .orElseGet(() -> stems.stream().noneMatch(stem -> serves(stem, requirement.get())));
    }

    /** {@code name-version-tags} or {@code name-version}, where the name of an old archive may have hyphens in it. */
    private static boolean serves(String stem, Requirement requirement) {
        for (int i = stem.indexOf('-'); i > 0; i = stem.indexOf('-', i + 1)) {
            Optional<Version> version = Version.parse(stem.substring(i + 1).split("-", 2)[0]);
            if (version.isPresent() && ProjectName.of(stem.substring(0, i)).equals(requirement.name())) {
                return requirement.specifiers().contains(version.get());
            }
        }
        return false;
    }
}
