package io.github.pyb.packaging;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    // Written out, because for a record's own a JVM makes code first, which takes long.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProjectName name && normalised.equals(name.normalised);
    }

    @Override
    public int hashCode() {
        return normalised.hashCode();
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
