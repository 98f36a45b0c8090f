package io.github.pyb.packaging;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a Python project. Equal if the normalised forms are (PEP 503): case does not count, and runs of
 * {@code -}, {@code _} and {@code .} are all the same.
 *
 * @param normalised the normalised name, with single hyphens
 */
public record ProjectName(String normalised) implements Comparable<ProjectName> {

    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    public ProjectName {
        normalised = SEPARATORS.matcher(normalised).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    public static ProjectName of(String name) {
        return new ProjectName(name);
    }

    @Override
    public int compareTo(ProjectName other) {
        return normalised.compareTo(other.normalised);
    }

    @Override
    public String toString() {
        return normalised;
    }
}
