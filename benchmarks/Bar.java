import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be read from samples, and what it may be.
 *
 * @param measure in words
 * @param ours the name of our sample
 * @param theirs the name of the sample that it is compared with, if any
 */
record Bar(String measure, Kind kind, String ours, Optional<String> theirs, double limit) {

    /** For what is shown only. */
    static final double NONE = Double.POSITIVE_INFINITY;

    /** How two samples are compared. */
    enum Kind {
        /** Ours is a multiple of theirs; both are seconds. */
        RATIO("%.2f", " s", "", "≤", 100),
        /** What ours is above theirs, in milliseconds. */
        MILLISECONDS("%.0f", " ms", " ms", "≤", 1),
        /** What ours is above theirs, in megabytes. */
        MEGABYTES("%.0f", " MB", " MB", "<", 1);

        private final String format;
        private final String unitOfSample;
        private final String unit;
        private final String sign;
        private final double steps;

        Kind(String format, String unitOfSample, String unit, String sign, double steps) {
            this.format = format;
            this.unitOfSample = unitOfSample;
            this.unit = unit;
            this.sign = sign;
            this.steps = steps;
        }

        /** Rounded up to what is shown of it, so that a number in the table is never on the other side of its bar. */
        private double rounded(double exact) {
            return Math.ceil(exact * steps - 1e-9) / steps;
        }

        private boolean meets(double value, double limit) {
            return sign.equals("<") ? value < limit : value <= limit;
        }
    }

    static Bar ratio(String measure, String ours, String theirs, double limit) {
        return new Bar(measure, Kind.RATIO, ours, Optional.of(theirs), limit);
    }

    static Bar milliseconds(String measure, String ours, String theirs, double limit) {
        return new Bar(measure, Kind.MILLISECONDS, ours, Optional.of(theirs), limit);
    }

    static Bar milliseconds(String measure, String ours, double limit) {
        return new Bar(measure, Kind.MILLISECONDS, ours, Optional.empty(), limit);
    }

    static Bar megabytes(String measure, String ours, String theirs, double limit) {
        return new Bar(measure, Kind.MEGABYTES, ours, Optional.of(theirs), limit);
    }

    /** One row of the table. */
    String row(String part, Samples samples) {
        Sample own = samples.get(ours);
        Optional<Sample> other = theirs.map(samples::get);
        double value = kind.rounded(value(own.median(), other));
        boolean none = limit == NONE;
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                "`" + part + "`",
                                measure,
                                own.spread(kind.format, kind.unitOfSample),
                                other.map(sample -> sample.spread(kind.format, kind.unitOfSample))
                                        .orElse("–"),
                                format(value),
                                none ? "–" : kind.sign + " " + format(limit),
                                none ? "–" : kind.meets(value, limit) ? "yes" : "**no**"))
                + " |";
    }

    private double value(double own, Optional<Sample> other) {
        return kind == Kind.RATIO
                ? own / other.orElseThrow().median()
                : own - other.map(Sample::median).orElse(0.0);
    }

    private String format(double value) {
        return String.format(Locale.ROOT, kind.format, value) + kind.unit;
    }
}
