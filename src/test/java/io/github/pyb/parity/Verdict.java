package io.github.pyb.parity;

/**
 * What the comparison of one source distribution has shown.
 *
 * @param kind what it amounts to
 * @param words the details
 */
record Verdict(Kind kind, String words) {

    /** What a comparison can amount to. */
    enum Kind {
        /** The same wheel, byte for byte. */
        SAME("same"),
        /** The same wheel, byte for byte, if both build at the same place, which is written into what they make. */
        SAME_AT_ONE_PLACE("same at one place"),
        /** The same wheel but for members that PyPA build makes different each time. */
        SAME_AS_REPEATABLE("same as far as repeatable"),
        /** Both fail at the same step. */
        SAME_VERDICT("same verdict"),
        /** Not the same, for a reason that is known. */
        EXPLAINED("explained"),
        /** Not compared. */
        SKIPPED("SKIPPED"),
        /** Not the same. */
        DIFFERS("DIFFERS");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    String line(Sdist sdist) {
        return String.format("%-25s  %s (%s): %s", kind.words(), sdist.release(), sdist.backend(), words);
    }
}
