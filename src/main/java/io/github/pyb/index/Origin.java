package io.github.pyb.index;

import java.net.URI;
import java.util.Locale;

/** What credentials are bound to: they are shown to no other scheme, host or port. */
record Origin(String scheme, String host, int port) {

    static Origin of(URI address) {
        String scheme = lower(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, lower(address.getHost()), port);
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
