package io.github.pyb.env;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When build requirements are resolved anew, in the words and with the meanings that Maven has for its repositories.
 *
 * @param word {@code always}, {@code daily}, {@code interval} or {@code never}
 * @param interval how long what was resolved is good, for {@code interval}
 */
public record UpdatePolicy(String word, Duration interval) {

    public static final UpdatePolicy ALWAYS = new UpdatePolicy("always", Duration.ZERO);
    public static final UpdatePolicy DAILY = new UpdatePolicy("daily", Duration.ZERO);
    public static final UpdatePolicy NEVER = new UpdatePolicy("never", Duration.ZERO);

    private static final Pattern INTERVAL = Pattern.compile("interval:([1-9][0-9]{0,8})");

    /**
     * Understands a value of the parameter.
     *
     * @param value nothing for the default
     */
    public static UpdatePolicy parse(Optional<String> value) throws UserProblem {
        String text = value.map(String::strip).orElse(DAILY.word);
        for (UpdatePolicy policy : new UpdatePolicy[] {ALWAYS, DAILY, NEVER}) {
            if (policy.word.equals(text)) {
                return policy;
            }
        }
        Matcher matcher = INTERVAL.matcher(text);
        if (matcher.matches()) {
            return new UpdatePolicy("interval", Duration.ofMinutes(Long.parseLong(matcher.group(1))));
        }
        throw new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("the parameter updatePolicy (-Dpyb.updatePolicy) has an unknown value")
                        .line("value", text)
                        .attempt("always, daily, interval:MINUTES, or never"));
    }

    /**
     * What was resolved before this moment is resolved anew. That depends on when the build began, not on now, so that
     * all modules of a build, and its source distributions and wheels, use the same.
     */
    public Instant staleBefore(ZonedDateTime begin) {
        return switch (word) {
            case "always" -> begin.toInstant();
            case "daily" -> begin.toLocalDate().atStartOfDay(begin.getZone()).toInstant();
            case "interval" -> begin.toInstant().minus(interval);
            default -> Instant.MIN;
        };
    }
}
