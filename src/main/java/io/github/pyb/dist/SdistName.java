package io.github.pyb.dist;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a source distribution (PEP 625): name, hyphen, version, {@code .tar.gz}. Older backends write names with
 * hyphens and capitals, which are understood, too.
 *
 * @param fileName the whole name
 * @param project the project
 * @param version the version
 */
public record SdistName(String fileName, ProjectName project, Version version) {

    private static final Pattern SYNTAX =
            Pattern.compile("(?<name>[\\p{L}\\p{N}._-]+)-(?<version>[^-\\s]+)\\.tar\\.gz");

    /** What a file name says, or nothing if it is not the name of a source distribution. */
    public static Optional<SdistName> parse(String fileName) {
        Matcher matcher = SYNTAX.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Version.parse(matcher.group("version"))
                .map(version -> new SdistName(fileName, ProjectName.of(matcher.group("name")), version));
    }
}
