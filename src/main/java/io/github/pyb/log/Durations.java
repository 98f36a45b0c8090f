package io.github.pyb.log;

import java.time.Duration;

/** Durations as people say them. */
public final class Durations {

    private Durations() {}

    /** A duration as people say it: {@code 0.4 s}, {@code 12 s}, {@code 3 min 5 s}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds >= 60) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds >= 10) {
            return seconds + " s";
        }
        long tenths = (duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /** How long ago something was, as people say it: {@code just now}, {@code 5 minutes ago}, {@code 1 day ago}. */
    public static String ago(Duration age) {
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return plural(age.toMinutes(), "minute");
        }
        return age.toDays() < 1 ? plural(age.toHours(), "hour") : plural(age.toDays(), "day");
    }

    private static String plural(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }
}
