package io.github.pyb.hooks;

import io.github.pyb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What our runner script says came of a hook. */
sealed interface HookAnswer {

    /** The hook returned a value. */
    record Value(@Nullable Object value) implements HookAnswer {}

    /** The backend does not have that hook. */
    record HookMissing() implements HookAnswer {}

    /**
     * The backend could not be imported.
     *
     * @param message type and text of the error
     * @param missingModule the module that was not found, if that was the error
     */
    record BackendUnavailable(String message, Optional<String> missingModule) implements HookAnswer {}

    /** The backend raised its {@code UnsupportedOperation}. */
    record Unsupported(String message) implements HookAnswer {}

    /** The hook raised an exception. */
    record Raised(String message) implements HookAnswer {}

    /** The hook called {@code sys.exit}. */
    record Exited(String code) implements HookAnswer {}

    /** The hook returned something that JSON cannot hold. */
    record BadValue(String type) implements HookAnswer {}

    /** There is no answer, or it is no answer of our script's. */
    record None(String reason) implements HookAnswer {}

    /** A warning that the backend issued. */
    record Warning(String message, String category) {}

    /** An answer, and the warnings on the way to it. */
    record WithWarnings(HookAnswer answer, List<Warning> warnings) {}

    /** A backend cannot make us read more than this. */
    long MAX_SIZE = 32L * 1024 * 1024;

    static WithWarnings read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return none("there is none");
            }
            if (Files.size(file) > MAX_SIZE) {
                return none("it is larger than " + MAX_SIZE / 1024 / 1024 + " MiB");
            }
            if (!(Json.parse(Files.readString(file)) instanceof Map<?, ?> members)) {
                return none("it is not a JSON object");
            }
            return new WithWarnings(answer(members), warnings(members.get("warnings")));
        } catch (IOException | Json.InvalidJson e) {
            return none("it cannot be read: " + e.getMessage());
        }
    }

    private static HookAnswer answer(Map<?, ?> members) {
        String message = text(members, "message");
        return switch (text(members, "status")) {
            case "ok" -> new Value(members.get("value"));
            case "hook-missing" -> new HookMissing();
            case "backend-unavailable" ->
                new BackendUnavailable(
                        message,
                        Optional.ofNullable(members.get("missing_module")).map(String::valueOf));
            case "unsupported" -> new Unsupported(message);
            case "error" -> new Raised(message);
            case "exit" -> new Exited(text(members, "code"));
            case "bad-value" -> new BadValue(text(members, "type"));
            default -> new None("its status is unknown");
        };
    }

    private static List<Warning> warnings(@Nullable Object items) {
        List<Warning> warnings = new ArrayList<>();
        if (items instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> warning) {
                    warnings.add(new Warning(text(warning, "message"), text(warning, "category")));
                }
            }
        }
        return warnings;
    }

    private static String text(Map<?, ?> members, String key) {
        return members.get(key) instanceof String text ? text : "";
    }

    private static WithWarnings none(String reason) {
        return new WithWarnings(new None(reason), List.of());
    }
}
