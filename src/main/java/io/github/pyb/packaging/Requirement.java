package io.github.pyb.packaging;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A requirement (PEP 508). {@link #toString} gives its normal form; two strings that mean the same have the same one, but
 * for the order of specifiers.
 *
 * @param name the project that is required
 * @param extras the optional features of it that are asked for, in alphabetical order
 * @param specifiers which of its versions do; all of them if there are no specifiers
 * @param url where it is taken from, if that is said
 * @param marker under which condition it is required
 */
public record Requirement(
        ProjectName name,
        List<ProjectName> extras,
        Specifiers specifiers,
        Optional<String> url,
        Optional<Marker> marker) {

    private static final String PROJECT = "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)";

    private static final Pattern BEGINNING = Pattern.compile("\\s*" + PROJECT + "\\s*(?:$|[\\[(<>=!~;@].*)");

    private static final Pattern SYNTAX = Pattern.compile("\\s*" + PROJECT + "\\s*(?:\\[(?<extras>[^\\]]*)\\])?\\s*"
            // An address ends at a blank; a semicolon may be a part of it.
            + "(?:@\\s*(?<url>[^\\s]+)(?:\\s+;(?<urlMarker>.*)|\\s*)"
            + "|(?:\\((?<bracketed>[^()]*)\\)|(?<plain>[^(;@]*))\\s*(?:;(?<marker>.*))?)");

    private static final Pattern EXTRA = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");

    public Requirement {
        extras = extras.stream().distinct().sorted().toList();
    }

    /** The same, whatever the circumstances. */
    public Requirement unconditional() {
        return new Requirement(name, extras, specifiers, url, Optional.empty());
    }

    /** The requirement that a string stands for, or nothing if it is not one. */
    public static Optional<Requirement> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<List<ProjectName>> extras = extras(matcher.group("extras"));
        Optional<Specifiers> specifiers =
                Specifiers.parse(first(matcher, "bracketed", "plain").orElse(""));
        Optional<String> condition = first(matcher, "urlMarker", "marker");
        Optional<Marker> marker = condition.flatMap(Marker::parse);
        if (extras.isEmpty() || specifiers.isEmpty() || condition.isPresent() != marker.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Requirement(
                ProjectName.of(matcher.group("name")),
                extras.get(),
                specifiers.get(),
                Optional.ofNullable(matcher.group("url")),
                marker));
    }

    /**
     * The project that a string requires, also if the rest of it cannot be understood here; nothing if it does not begin
     * with a name: a path or a bare address, for instance.
     */
    public static Optional<ProjectName> nameIn(String text) {
        Matcher matcher = BEGINNING.matcher(text);
        return matcher.matches() ? Optional.of(ProjectName.of(matcher.group("name"))) : Optional.empty();
    }

    /** The requirement without its condition. */
    public Requirement withoutMarker() {
        return new Requirement(name, extras, specifiers, url, Optional.empty());
    }

    private static Optional<List<ProjectName>> extras(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.of(List.of());
        }
        List<String> names = Stream.of(text.split(",", -1)).map(String::strip).toList();
        return names.stream().allMatch(name -> EXTRA.matcher(name).matches())
                ? Optional.of(names.stream().map(ProjectName::of).toList())
                : Optional.empty();
    }

    private static Optional<String> first(Matcher matcher, String... groups) {
        return Stream.of(groups)
                .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
                .findFirst();
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

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name.toString());
        if (!extras.isEmpty()) {
            text.append(extras.stream().map(ProjectName::toString).collect(Collectors.joining(",", "[", "]")));
        }
        text.append(specifiers);
        url.ifPresent(address -> text.append(" @ ").append(address));
        marker.ifPresent(condition -> text.append("; ").append(condition));
        return text.toString();
    }
}
