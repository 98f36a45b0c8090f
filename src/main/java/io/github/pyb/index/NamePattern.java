package io.github.pyb.index;

import io.github.pyb.packaging.ProjectName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of projects: one name, or many with {@code *} for any characters. As in names themselves, case does not count, and
 * {@code -}, {@code _} and {@code .} are the same.
 *
 * @param text the pattern in the normalised form of names
 */
public record NamePattern(String text) {

    private static final Pattern VALID = Pattern.compile("[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?");

    /** Reads a pattern; nothing if no name could ever look like that. */
    public static Optional<NamePattern> parse(String text) {
        String normalised = text.strip().replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
        return VALID.matcher(normalised).matches() ? Optional.of(new NamePattern(normalised)) : Optional.empty();
    }

    /** {@code corp-*} does not stand for {@code corp} alone, nor for {@code corporate}. */
    boolean matches(ProjectName name) {
        String[] parts = text.split("\\*", -1);
        String rest = name.normalised();
        if (parts.length == 1) {
            return rest.equals(text);
        }
        if (!rest.startsWith(parts[0])) {
            return false;
        }
        rest = rest.substring(parts[0].length());
        for (int i = 1; i < parts.length - 1; i++) {
            int found = rest.indexOf(parts[i]);
            if (found < 0) {
                return false;
            }
            rest = rest.substring(found + parts[i].length());
        }
        return rest.endsWith(parts[parts.length - 1]);
    }
}
