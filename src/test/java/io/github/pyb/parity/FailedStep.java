package io.github.pyb.parity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hook that made a build fail, found in what a frontend has written. */
final class FailedStep {

    static final String NONE = "no hook";

    /** How PyPA build says it, and the ways in which we say it. */
    private static final List<Pattern> WORDS = Stream.of(
                    "ERROR Backend subprocess exited when trying to invoke (\\w+)",
                    "ERROR\\] .*: the hook (\\w+) of the backend",
                    "ERROR\\] .*: the process of the hook (\\w+) of the backend")
            .map(Pattern::compile)
            .toList();

    private FailedStep() {}

    static String of(String log) {
        return WORDS.stream()
                .map(pattern -> pattern.matcher(log))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(NONE);
    }
}
