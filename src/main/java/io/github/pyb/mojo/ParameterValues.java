package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that users give to parameters. Parameters are strings, because Maven turns an empty value of a path
 * parameter into the base directory; here an empty value counts as not given. A value that cannot be used is named
 * together with its parameter and its property.
 *
 * @param base what relative paths are relative to
 */
record ParameterValues(Path base) {

    /** The value, if one was given. */
    static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    Optional<Path> path(String parameter, @Nullable String value) throws UserProblem {
        Optional<String> text = given(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("true")) {
            // What Maven makes of -Dproperty without a value.
            throw bad("the parameter " + parameter + " has no value", text.get(), "give it a path");
        }
        try {
            // Without a POM Maven leaves this expression in its defaults as it is.
            String resolved = text.get().replace("${project.basedir}", base.toString());
            return Optional.of(base.resolve(resolved).normalize());
        } catch (InvalidPathException e) {
            throw bad("the parameter " + parameter + " is not a path: " + e.getReason(), text.get(), "correct it");
        }
    }

    static Optional<Duration> seconds(String parameter, String property, @Nullable String value) throws UserProblem {
        Optional<String> text = given(value).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("[1-9][0-9]{0,8}")) {
            throw bad(
                    "the parameter " + parameter + " (-D" + property + ") is not a number of seconds",
                    text.get(),
                    "a whole number greater than 0, or nothing");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text.get())));
    }

    /** A size, in bytes. */
    static Optional<Long> megabytes(String parameter, String property, @Nullable String value) throws UserProblem {
        Optional<String> text = given(value).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("[0-9]{1,9}")) {
            throw bad(
                    "the parameter " + parameter + " (-D" + property + ") is not a number of megabytes",
                    text.get(),
                    "a whole number, or nothing");
        }
        return Optional.of(Long.parseLong(text.get()) << 20);
    }

    /** {@code true} or {@code false}; Maven itself would take every other word for {@code false}. */
    static boolean flag(String parameter, String property, @Nullable String value, boolean otherwise)
            throws UserProblem {
        Optional<String> text = given(value).map(String::strip);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().equals("true") && !text.get().equals("false")) {
            throw bad(
                    "the parameter " + parameter + " (-D" + property + ") is neither true nor false",
                    text.get(),
                    "true, false, or nothing, which means " + otherwise);
        }
        return text.get().equals("true");
    }

    /** A map of texts, in the order of the POM; an element without content stands for the empty text. */
    static Map<String, String> texts(@Nullable Map<String, @Nullable String> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values != null) {
            for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
                texts.put(entry.getKey(), Objects.requireNonNullElse(entry.getValue(), ""));
            }
        }
        return texts;
    }

    /** One of the constants of an enumeration, written in lower case. */
    static <E extends Enum<E>> E choice(
            String parameter, String property, @Nullable String value, Class<E> type, E otherwise) throws UserProblem {
        Optional<String> text = given(value).map(String::strip);
        if (text.isEmpty()) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text.get())) {
                return constant;
            }
            words.add(word);
        }
        throw bad(
                "the parameter " + parameter + " (-D" + property + ") has an unknown value",
                text.get(),
                "one of " + String.join(", ", words));
    }

    private static UserProblem bad(String what, String value, String advice) {
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of(what).line("value", value).attempt(advice));
    }
}
