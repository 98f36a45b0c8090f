package io.github.pyb.store;

import java.io.IOException;

/** What is stored is not what was stored; the message says how that was noticed. */
public final class Damaged extends IOException {

    private static final long serialVersionUID = 1L;

    Damaged(String how) {
        super(how);
    }
}
