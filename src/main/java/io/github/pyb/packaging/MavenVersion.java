package io.github.pyb.packaging;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a Maven project, and its counterpart in Python's words (PEP 440). What comes before or after what stays
 * the same: alphas, betas, milestones, candidates and snapshots before the release, service packs and numbered builds after
 * it. Where Maven has no words of its own, those of PEP 440 count; {@code 1.2-1} for one is a post-release there.
 *
 * @param text the version as the POM has it
 */
public record MavenVersion(String text) {

    /** {@code -SNAPSHOT}, or the time stamp and number that a repository puts in its place. */
    private static final Pattern SNAPSHOT =
            Pattern.compile("(?<base>.+)[-.](?:SNAPSHOT|[0-9]{8}\\.[0-9]{6}-[0-9]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUALIFIED =
            Pattern.compile("(?<release>[0-9]+(?:\\.[0-9]+)*)[-_.]?(?<qualifier>[A-Za-z]+)[-_.]?(?<number>[0-9]*)");

    /** The counterpart, or nothing if there is none. */
    public Optional<Version> counterpart() {
        Matcher snapshot = SNAPSHOT.matcher(text.strip());
        if (!snapshot.matches()) {
            return released(text.strip());
        }
        return released(snapshot.group("base"))
                .filter(base -> !base.isDevelopment() && !base.hasLocal())
                .flatMap(base -> Version.parse(base + ".dev0"));
    }

    /**
     * Whether a Python project with that version has the version of this Maven project. A snapshot stands for all
     * development releases. A local part, which says who built something, counts only if this version has one.
     */
    public boolean matches(Version python) {
        Optional<Version> counterpart = counterpart();
        if (counterpart.isEmpty()) {
            return false;
        }
        Version comparable = counterpart.get().hasLocal() ? python : python.withoutLocal();
        return counterpart.get().equals(isSnapshot() ? comparable.firstDevelopment() : comparable);
    }

    private boolean isSnapshot() {
        return SNAPSHOT.matcher(text.strip()).matches();
    }

    private static Optional<Version> released(String text) {
        return qualified(text).or(() -> Version.parse(text));
    }

    /** What only Maven understands. */
    private static Optional<Version> qualified(String text) {
        Matcher parts = QUALIFIED.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String release = parts.group("release");
        String number = parts.group("number");
        return switch (parts.group("qualifier").toLowerCase(Locale.ROOT)) {
            case "final", "ga", "release" -> number.isEmpty() ? Version.parse(release) : Optional.empty();
            // Maven has them between betas and candidates, where Python has nothing.
            case "milestone" -> Version.parse(release + "b" + number);
            // To Maven, too, the single letter means that only with a number behind it.
            case "m" -> number.isEmpty() ? Optional.empty() : Version.parse(release + "b" + number);
            case "cr" -> Version.parse(release + "rc" + number);
            case "sp" -> Version.parse(release + ".post" + number);
            default -> Optional.empty();
        };
    }
}
