package io.github.pyb.parity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Differences that have a reason. They stay in the report, but do not fail the run. */
final class KnownDifferences {

    /** What differs and why, by release. */
    private final Map<String, Known> known;

    private record Known(String difference, String reason) {}

    private KnownDifferences(Map<String, Known> known) {
        this.known = known;
    }

    /** Reads what the list says: a release with its difference in one line, and the reason in indented lines below. */
    static KnownDifferences parse(List<String> lines) {
        Map<String, Known> known = new TreeMap<>();
        String release = "";
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                known.computeIfPresent(
                        release,
                        (name, entry) -> new Known(entry.difference(), (entry.reason() + " " + line.strip()).strip()));
            } else {
                String[] parts = line.split(": ", 2);
                release = parts[0];
                known.put(release, new Known(parts[1], ""));
            }
        }
        return new KnownDifferences(known);
    }

    /** Why a release differs in exactly this way, if that is known. */
    Optional<String> reason(Sdist sdist, String difference) {
        return Optional.ofNullable(known.get(sdist.release()))
                .filter(entry -> entry.difference().equals(difference))
                .map(Known::reason);
    }
}
