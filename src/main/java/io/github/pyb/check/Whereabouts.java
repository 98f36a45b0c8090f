package io.github.pyb.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Places of this machine whose paths nobody wants to find in what is published. */
public final class Whereabouts {

    /** A path as it may stand in a file. */
    static final class Trace {
        private final String place;
        private final byte[] path;

        Trace(String place, String path) {
            this.place = place;
            this.path = path.getBytes(StandardCharsets.UTF_8);
        }

        /** What is there, with its article. */
        String place() {
            return place;
        }

        int length() {
            return path.length;
        }

        /** Whether the path stands in some bytes, and not only as the beginning of another one's longer name. */
        boolean isIn(byte[] bytes) {
            for (int i = 0; i + path.length <= bytes.length; i++) {
                int end = i + path.length;
                if (bytes[i] == path[0]
                        && Arrays.equals(bytes, i, end, path, 0, path.length)
                        && (end == bytes.length || endsName(bytes[end]))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean endsName(byte next) {
            return !Character.isLetterOrDigit(next) && next != '_' && next != '-';
        }
    }

    private final List<Trace> traces = new ArrayList<>();

    /** @param places paths, the innermost first, and what is there: {@code the checkout} for instance */
    public Whereabouts(Map<Path, String> places) {
        Map<String, String> texts = new LinkedHashMap<>();
        places.forEach((path, place) -> {
            // What is directly below the root, /src or /root, stands in many files that nobody has built there.
            if (path.getNameCount() > 1) {
                texts.putIfAbsent(path.toString(), place);
                texts.putIfAbsent(path.toString().replace('\\', '/'), place);
            }
        });
        texts.forEach((text, place) -> traces.add(new Trace(place, text)));
    }

    /** No places. */
    public static Whereabouts none() {
        return new Whereabouts(Map.of());
    }

    List<Trace> traces() {
        return traces;
    }
}
