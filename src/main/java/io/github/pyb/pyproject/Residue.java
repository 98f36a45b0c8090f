package io.github.pyb.pyproject;

import io.github.pyb.packaging.ProjectName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What setuptools has left in a source tree when something else than this plugin built there, or an editable
 * installation was made. It would leak into what is built now: a list of files in {@code .egg-info} brings back files
 * that {@code MANIFEST.in} does not name any more, and {@code build} is swept for packages as all directories are.
 *
 * <p>An unpacked source distribution has no residue: there the same things were packed on purpose.
 */
public final class Residue {

    private static final String EGG_INFO = ".egg-info";

    /** What distutils calls the directories within {@code build}; all but the first are named after a platform. */
    private static final Pattern INTERMEDIATE = Pattern.compile("lib|(lib|temp|bdist)\\..+|scripts-.+");

    private Residue() {}

    /** All of it: directories that a copy of the source tree should not have. */
    public static Set<Path> in(SourceTree tree) {
        Set<Path> residue = new LinkedHashSet<>();
        if (!isUnpackedSdist(tree)) {
            eggInfo(tree, tree.directory()).ifPresent(residue::add);
            // In a layout with a directory for all packages, such as src, it stands there.
            for (Path entry : directories(tree.directory())) {
                eggInfo(tree, entry).ifPresent(residue::add);
            }
            buildDirectory(tree).ifPresent(residue::add);
        }
        return residue;
    }

    /** The directory for intermediate files, if there is nothing in it but those of distutils. */
    public static Optional<Path> buildDirectory(SourceTree tree) {
        Path directory = tree.directory().resolve("build");
        List<String> names = directories(directory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        boolean only = entries(directory).size() == names.size()
                && names.stream().allMatch(name -> INTERMEDIATE.matcher(name).matches());
        boolean forPlatform = names.stream().anyMatch(name -> name.contains("."));
        return only && forPlatform && !isUnpackedSdist(tree) ? Optional.of(directory) : Optional.empty();
    }

    private static boolean isUnpackedSdist(SourceTree tree) {
        return Files.exists(tree.directory().resolve("PKG-INFO"));
    }

    /** Of this project, with the list of files: other ones are no business of setuptools, data for tests perhaps. */
    private static Optional<Path> eggInfo(SourceTree tree, Path parent) {
        return directories(parent).stream()
                .filter(path -> path.getFileName().toString().endsWith(EGG_INFO))
                .filter(path -> Files.isRegularFile(path.resolve("SOURCES.txt")))
                .filter(path -> tree.name().isEmpty() || tree.name().get().equals(name(path)))
                .findFirst();
    }

    private static ProjectName name(Path eggInfo) {
        String file = eggInfo.getFileName().toString();
        return ProjectName.of(file.substring(0, file.length() - EGG_INFO.length()));
    }

    private static List<Path> directories(Path directory) {
        return entries(directory).stream()
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Nothing if it is no directory, or cannot be read: then there is nothing that anybody could have left. */
    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            return List.of();
        }
        entries.sort(null);
        return entries;
    }
}
