package io.github.pyb.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comma-separated list of version specifiers such as {@code >=3.9, !=3.9.7, <4}; a version has to meet all. */
public final class Specifiers {

    private static final Pattern CLAUSE = Pattern.compile("(?<operator>===|==|~=|!=|<=|>=|<|>)\\s*(?<version>[^\\s]+)");

    private record Clause(
            String operator, String text, @Nullable Version version, boolean prefix) {

        boolean contains(Version candidate) {
            if (version == null) {
                return candidate.toString().equals(text.toLowerCase(Locale.ROOT));
            }
            // A local part of the candidate only matters to a specifier that has one itself.
            Version plain = version.hasLocal() ? candidate : candidate.withoutLocal();
            return switch (operator) {
                case "==" -> matches(plain, version);
                case "!=" -> !matches(plain, version);
                case ">=" -> plain.compareTo(version) >= 0;
                case "<=" -> plain.compareTo(version) <= 0;
                case "~=" -> plain.compareTo(version) >= 0 && plain.startsWith(version.withoutLastReleasePart());
                case ">" -> isAfter(plain, version);
                case "<" -> isBefore(plain, version);
                default -> throw new IllegalStateException(operator);
            };
        }

        private boolean matches(Version candidate, Version wanted) {
            return prefix ? candidate.startsWith(wanted) : candidate.equals(wanted);
        }

        /** {@code >1.7} does not mean {@code 1.7.post1}, unless it says so itself. */
        private static boolean isAfter(Version candidate, Version bound) {
            boolean postOfBound = candidate.isPostRelease()
                    && !bound.isPostRelease()
                    && candidate.base().equals(bound.base());
            return candidate.compareTo(bound) > 0 && !postOfBound;
        }

        /** {@code <3.1} does not mean {@code 3.1.dev1}, unless it says so itself. */
        private static boolean isBefore(Version candidate, Version bound) {
            boolean preOfBound = candidate.isPreRelease()
                    && !bound.isPreRelease()
                    && candidate.base().equals(bound.base());
            return candidate.compareTo(bound) < 0 && !preOfBound;
        }

        @Override
        public String toString() {
            return operator + text;
        }
    }

    private final List<Clause> clauses;

    private Specifiers(List<Clause> clauses) {
        this.clauses = clauses;
    }

    /** The specifiers that a text stands for, or nothing if it is not a list of specifiers. */
    public static Optional<Specifiers> parse(String text) {
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            Optional<Clause> clause = clause(part.strip());
            if (clause.isEmpty()) {
                return Optional.empty();
            }
            clauses.add(clause.get());
        }
        return Optional.of(new Specifiers(clauses));
    }

    private static Optional<Clause> clause(String text) {
        Matcher matcher = CLAUSE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String operator = matcher.group("operator");
        String version = matcher.group("version");
        if (operator.equals("===")) {
            return Optional.of(new Clause(operator, version, null, false));
        }
        boolean prefix = version.endsWith(".*");
        if (prefix && !operator.equals("==") && !operator.equals("!=")) {
            return Optional.empty();
        }
        Optional<Version> parsed = Version.parse(prefix ? version.substring(0, version.length() - 2) : version);
        boolean tooShort = operator.equals("~=")
                && parsed.filter(v -> v.releaseLength() > 1).isEmpty();
        if (parsed.isEmpty() || tooShort) {
            return Optional.empty();
        }
        return Optional.of(new Clause(operator, version, parsed.get(), prefix));
    }

    /** Whether a version, be it a pre-release or not, meets all specifiers. */
    public boolean contains(Version version) {
        return clauses.stream().allMatch(clause -> clause.contains(version));
    }

    /** Whether one of them names a pre-release, for whatever purpose. */
    public boolean namePreRelease() {
        return clauses.stream()
                .anyMatch(clause -> clause.version() != null && clause.version().isPreRelease());
    }

    /** Whether one of them compares texts, or local versions, of which tools of different ages think differently. */
    public boolean areUnusual() {
        return clauses.stream()
                .anyMatch(clause -> clause.version() == null || clause.version().hasLocal());
    }

    @Override
    public String toString() {
        return clauses.stream().map(Clause::toString).collect(Collectors.joining(","));
    }
}
