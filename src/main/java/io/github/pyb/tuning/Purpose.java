package io.github.pyb.tuning;

import java.util.Locale;

/**
 * What a backend is called for. Each has intermediate files of its own: their sources lie at different places, so that
 * one would undo what the other has done, and what one leaves must not find its way into the other's result.
 */
public enum Purpose {
    WHEEL,
    WHEEL_FROM_SDIST,
    SDIST,
    EDITABLE;

    String directory() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
