package io.github.pyb.build;

/** What can be made, as far as the preparations differ. */
enum Recipe {
    WHEEL,
    SDIST,
    SDIST_THEN_WHEEL,
    METADATA,
    EDITABLE,
    ENVIRONMENT,
    LOCK,
    /** Nothing but what the others need. */
    SUPPLIES;

    boolean makesSdist() {
        return this == SDIST || this == SDIST_THEN_WHEEL;
    }

    /** Whether files are built for the output directory, and told of in a report. */
    boolean makesDistributions() {
        return makesSdist() || this == WHEEL;
    }

    /** Whether hooks are called once everything that is required is installed. */
    boolean builds() {
        return this != ENVIRONMENT && this != LOCK && this != SUPPLIES;
    }

    /** Whether an archive is unpacked although the build starts from a directory. */
    boolean unpacksItsSdist() {
        return this == SDIST_THEN_WHEEL;
    }

    /** Whether there has to be a checkout, because the result refers to it, is made of it, or lies beside it. */
    boolean needsTree() {
        return this == SDIST || this == EDITABLE || this == LOCK;
    }
}
