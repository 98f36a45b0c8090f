package io.github.pyb.fs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * What the marker of a directory of ours says: which build made it, and in which state it was left. Written as
 * {@code .pyb/owner.properties}. Only a directory with a readable marker is ever emptied or removed.
 *
 * @param kind what the directory is for
 * @param id random, so that two directories are never taken for one another
 * @param created when the directory was claimed
 * @param builder the build that holds or held it
 * @param state in use, or kept
 * @param reason why it was kept, in one line; empty while it is in use
 * @param existedBefore whether the directory itself was there, empty, before we came; then it is emptied instead of
 *     removed
 */
public record Ownership(
        Kind kind, String id, Instant created, Builder builder, State state, String reason, boolean existedBefore) {

    /** What a directory of ours is for; one kind is never taken for the other. */
    public enum Kind {
        ENVIRONMENT,
        WORK_DIRECTORY,
        SDIST_DIRECTORY,
        BUILD_DIRECTORY;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** In which state a build left a directory. */
    public enum State {
        /** A build holds it; if nobody holds its lock, that build was killed. */
        IN_USE,
        /** It was kept on purpose: as evidence of a failure, or because the user wants to look at it. */
        KEPT,
        /** A build was done with it but could not remove all of it; there is nothing to look at. */
        LEFTOVER
    }

    /**
     * Who holds a directory.
     *
     * @param goal the goal, for instance {@code wheel}
     * @param project the project's directory
     * @param pid process id of the JVM
     * @param version version of this plugin
     */
    public record Builder(String goal, String project, long pid, String version) {}

    private static final long MAX_MARKER_SIZE = 64 * 1024;

    /** Backends put whole logs into their exceptions, and a marker that is too large would not be known as one of ours. */
    private static final int MAX_REASON = 500;

    public static Ownership inUse(Kind kind, Builder builder, boolean existedBefore) {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        return new Ownership(kind, UUID.randomUUID().toString(), now, builder, State.IN_USE, "", existedBefore);
    }

    public Ownership in(State newState, String newReason) {
        String oneLine = newReason.lines().findFirst().orElse("");
        return new Ownership(kind, id, created, builder, newState, shortened(oneLine), existedBefore);
    }

    private static String shortened(String line) {
        if (line.length() <= MAX_REASON) {
            return line;
        }
        // Half a character cannot be written.
        int end = Character.isHighSurrogate(line.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON;
        return line.substring(0, end) + "...";
    }

    Ownership existedBefore(boolean existed) {
        return new Ownership(kind, id, created, builder, state, reason, existed);
    }

    /** Who left the directory, when and why: the middle of a sentence. */
    public String story() {
        String who =
                "goal " + builder.goal() + " of " + builder.project() + ", process " + builder.pid() + ", " + created;
        return switch (state) {
            case IN_USE -> "a build that did not come to its end (" + who + ")";
            case KEPT -> reason + " (" + who + ")";
            case LEFTOVER -> "what could not be removed: " + reason + " (" + who + ")";
        };
    }

    /** The marker, if the file is there, is a plain file and can be understood. */
    static Optional<Ownership> read(Path marker) {
        try {
            if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS) || Files.size(marker) > MAX_MARKER_SIZE) {
                return Optional.empty();
            }
            Properties values = new Properties();
            values.load(new StringReader(Files.readString(marker)));
            return Optional.of(new Ownership(
                    Kind.valueOf(values.getProperty("kind", "")
                            .toUpperCase(Locale.ROOT)
                            .replace('-', '_')),
                    values.getProperty("id", ""),
                    Instant.parse(values.getProperty("created", "")),
                    new Builder(
                            values.getProperty("goal", "?"),
                            values.getProperty("project", "?"),
                            Long.parseLong(values.getProperty("pid", "0")),
                            values.getProperty("version", "?")),
                    State.valueOf(values.getProperty("state", "")
                            .toUpperCase(Locale.ROOT)
                            .replace('-', '_')),
                    values.getProperty("reason", ""),
                    Boolean.parseBoolean(values.getProperty("existed-before", "true"))));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            // Not a marker of ours; then the directory is not ours either, which is the safe side.
            return Optional.empty();
        }
    }

    void write(Path marker) throws IOException {
        // Not Properties.store: the date in its comment costs a young JVM more than the rest of the claim.
        StringBuilder text = new StringBuilder();
        text.append("# This directory belongs to pyb-maven-plugin, which may empty or remove it.\n");
        property(text, "kind", kind.word());
        property(text, "id", id);
        property(text, "created", created.toString());
        property(text, "goal", builder.goal());
        property(text, "project", builder.project());
        property(text, "pid", Long.toString(builder.pid()));
        property(text, "version", builder.version());
        property(text, "state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        property(text, "reason", reason);
        property(text, "existed-before", Boolean.toString(existedBefore));
        AtomicFiles.write(marker, text.toString());
    }

    private static void property(StringBuilder text, String key, String value) {
        text.append(key).append('=');
        if (!value.isEmpty() && Character.isWhitespace(value.charAt(0))) {
            // It would be taken for a part of the separator.
            text.append('\\');
        }
        text.append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n');
    }
}
