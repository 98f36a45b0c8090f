package io.github.pyb.dist;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a wheel (binary distribution format, PEP 427): name, version, an optional build tag, and three sets
 * of tags that say where the wheel can be installed.
 *
 * @param fileName the whole name
 * @param project the project
 * @param version the version
 * @param build the build tag, if there is one
 * @param tags the compatibility tags as they stand in the name, {@code py3-none-any} for instance
 */
public record WheelName(String fileName, ProjectName project, Version version, Optional<String> build, String tags) {

    private static final String TAGS = "[A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*";

    private static final Pattern SYNTAX = Pattern.compile("(?<name>[\\p{L}\\p{N}_.]+)-(?<version>[^-]+)"
            + "(?:-(?<build>[0-9][^-]*))?-(?<tags>" + TAGS + "-" + TAGS + "-" + TAGS + ")\\.whl");

    /** What a file name says, or nothing if it is not the name of a wheel. */
    public static Optional<WheelName> parse(String fileName) {
        Matcher matcher = SYNTAX.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        // A hyphen of the version is written as an underscore.
        Optional<Version> version = Version.parse(matcher.group("version").replace('_', '-'));
        return version.map(v -> new WheelName(
                fileName,
                ProjectName.of(matcher.group("name")),
                v,
                Optional.ofNullable(matcher.group("build")),
                matcher.group("tags")));
    }
}
