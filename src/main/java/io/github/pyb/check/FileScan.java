package io.github.pyb.check;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A file of an archive, read once for all rules that want to know something of its content.
 *
 * @param size bytes
 * @param hash its hash as RECORD writes them, of the algorithm that was asked for
 * @param code whether it is machine code
 * @param trace the first of some places whose path stands in it
 */
record FileScan(long size, String hash, NativeCode code, Optional<String> trace) {

    private static final int CHUNK = 1 << 16;

    /**
     * Reads a file to its end.
     *
     * @param algorithm the hash that is wanted, as Java calls it
     */
    static FileScan of(InputStream content, String algorithm, Whereabouts whereabouts) throws IOException {
        MessageDigest digest = digest(algorithm);
        TraceSearch search = new TraceSearch(whereabouts);
        byte[] chunk = content.readNBytes(CHUNK);
        NativeCode code = NativeCode.of(chunk);
        long size = 0;
        while (chunk.length > 0) {
            size += chunk.length;
            digest.update(chunk);
            search.add(chunk);
            chunk = content.readNBytes(CHUNK);
        }
        return new FileScan(
                size, Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()), code, search.found());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** Looks for paths in a file that comes in pieces. */
    private static final class TraceSearch {

        private final Whereabouts whereabouts;
        private byte[] rest = {};
        private Optional<String> found = Optional.empty();

        TraceSearch(Whereabouts whereabouts) {
            this.whereabouts = whereabouts;
        }

        void add(byte[] chunk) {
            if (found.isPresent() || whereabouts.traces().isEmpty()) {
                return;
            }
            byte[] window = Arrays.copyOf(rest, rest.length + chunk.length);
            System.arraycopy(chunk, 0, window, rest.length, chunk.length);
            int longest = 0;
            for (Whereabouts.Trace trace : whereabouts.traces()) {
                longest = Math.max(longest, trace.length());
                if (found.isEmpty() && trace.isIn(window)) {
                    found = Optional.of(trace.place());
                }
            }
            rest = Arrays.copyOfRange(window, Math.max(0, window.length - longest), window.length);
        }

        Optional<String> found() {
            return found;
        }
    }
}
