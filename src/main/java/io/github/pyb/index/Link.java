package io.github.pyb.index;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A link of an index page to a file.
 *
 * @param address the file, without a fragment
 * @param fragment the hash, for instance {@code sha256=...}; may be empty
 * @param fileName the last part of the path, as it stands there
 */
record Link(URI address, String fragment, String fileName) {

    /** What may stand in an address as it is. Everything else is written in hexadecimal. */
    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%";

    /** Resolves a reference; nothing if it leads to no file on a web server. */
    static Optional<Link> of(URI page, String reference) {
        return directory(page, reference).flatMap(Link::of);
    }

    /** Resolves a reference that other references are relative to. */
    static Optional<URI> directory(URI page, String reference) {
        try {
            URI target = page.resolve(new URI(plain(reference.strip())));
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            return web && target.getHost() != null ? Optional.of(target) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Link> of(URI target) {
        String path = target.getRawPath();
        String fileName = path.substring(path.lastIndexOf('/') + 1);
        if (fileName.isEmpty() || fileName.startsWith(".")) {
            return Optional.empty();
        }
        String fragment = target.getRawFragment();
        return Optional.of(new Link(bare(target), fragment == null ? "" : fragment, fileName));
    }

    /** Without fragment and without a user name: those of links are nobody's that we know. */
    private static URI bare(URI target) {
        StringBuilder text = new StringBuilder(target.getScheme()).append("://").append(target.getHost());
        if (target.getPort() >= 0) {
            text.append(':').append(target.getPort());
        }
        text.append(target.getRawPath());
        if (target.getRawQuery() != null) {
            text.append('?').append(target.getRawQuery());
        }
        return URI.create(text.toString());
    }

    private static String plain(String reference) {
        StringBuilder text = new StringBuilder();
        for (byte b : reference.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}
