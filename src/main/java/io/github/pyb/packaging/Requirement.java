package io.github.pyb.packaging;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A requirement string (PEP 508), of which only the name is looked at; the installer understands the rest.
 *
 * @param name the project that is required
 * @param text the whole string as it was declared
 */
public record Requirement(ProjectName name, String text) {

    private static final Pattern NAME = Pattern.compile(
            "\\s*(?<name>[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9])\\s*(?<rest>$|[\\[(<>=!~;@].*)");

    /** The requirement, or nothing if the text does not begin with a name: a path or a bare address, for instance. */
    public static Optional<Requirement> parse(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.matches()
                ? Optional.of(new Requirement(ProjectName.of(matcher.group("name")), text.strip()))
                : Optional.empty();
    }

    /**
     * Why a string must not reach an installer, which reads requirements from a file, line by line: it would be taken
     * for an option, for several lines, or for a part of the next one.
     */
    public static Optional<String> unsafe(String text) {
        if (text.isBlank()) {
            return Optional.of("it is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("it has a line end or another control character in it");
        }
        if (text.strip().startsWith("-")) {
            return Optional.of("it begins with a hyphen, like an option of the installer");
        }
        return text.strip().endsWith("\\") ? Optional.of("it ends with a backslash") : Optional.empty();
    }
}
