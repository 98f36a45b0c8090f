package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands {@code project.build.outputTimestamp} as Maven's own plugins do. */
final class OutputTimestamp {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private OutputTimestamp() {}

    static Optional<Instant> parse(@Nullable String value) throws UserProblem {
        // Without a POM Maven leaves the expression as it is.
        Optional<String> text =
                ParameterValues.given(value).map(String::strip).filter(given -> !given.startsWith("${"));
        if (text.isEmpty() || text.get().matches("\\D")) {
            return Optional.empty();
        }
        try {
            Instant instant = text.get().matches("\\d+")
                    ? Instant.ofEpochSecond(Long.parseLong(text.get()))
                    : OffsetDateTime.parse(text.get()).toInstant();
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new DateTimeException("out of range");
            }
            return Optional.of(instant);
        } catch (DateTimeException | NumberFormatException e) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("the parameter outputTimestamp (project.build.outputTimestamp) is no point in time")
                            .line("value", text.get())
                            .attempt(
                                    "write it like 2026-01-31T12:00:00Z, or as seconds since 1970, and not before that"));
        }
    }
}
