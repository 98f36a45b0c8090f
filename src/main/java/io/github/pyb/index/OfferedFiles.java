package io.github.pyb.index;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that pages of indexes link to, each with a path of its own. Only these are fetched, so the gateway leads nowhere
 * else. The path of a file is the same in every build, because installers keep files by their addresses; it shows nothing
 * of the address but the name of the file, because addresses can have signatures in them.
 */
final class OfferedFiles {

    static final String ROOT = "/files/";

    private static final String METADATA = ".metadata";

    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    /**
     * A file of an index.
     *
     * @param address where it is, which need not be on the same host
     */
    record Offer(Index index, URI address) {}

    /** Takes a file in and returns its path. */
    String add(Index index, Link link) {
        String path = ROOT + digest(index.address() + "\n" + link.address()).substring(0, 24) + "/" + link.fileName();
        offers.put(path, new Offer(index, link.address()));
        return path;
    }

    /** What a path stands for: a file, or the metadata beside it (PEP 658). */
    Optional<Offer> find(String path) {
        Offer offer = offers.get(path);
        if (offer == null && path.endsWith(METADATA)) {
            Offer whole = offers.get(path.substring(0, path.length() - METADATA.length()));
            offer = whole == null ? null : new Offer(whole.index(), besides(whole.address()));
        }
        return Optional.ofNullable(offer);
    }

    private static URI besides(URI file) {
        String text = file.toString();
        int query = text.indexOf('?');
        return URI.create(query < 0 ? text + METADATA : text.substring(0, query) + METADATA + text.substring(query));
    }

    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
