package io.github.pyb.wheel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code WHEEL} and {@code METADATA} begin with: lines with a key, a colon and a value. */
public final class WheelHeaders {

    private final String file;
    private final String[] lines;

    /** @param file what it is called, for messages */
    WheelHeaders(String file, byte[] content) {
        this.file = file;
        this.lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
    }

    /** The core metadata of a wheel, whatever hash it has: for somebody to whom it decides nothing. */
    public static WheelHeaders ofMetadata(Path wheel) throws IOException, Uncertain {
        try (WheelZip zip = WheelZip.open(wheel, Set.of(), true)) {
            return PlannedWheel.metadata(zip, PlannedWheel.distInfo(zip));
        }
    }

    /** All values of a key. */
    public List<String> all(String key) throws Uncertain {
        List<String> values = new ArrayList<>();
        boolean wanted = false;
        for (String line : lines) {
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (text.isEmpty()) {
                break;
            }
            boolean continued = text.charAt(0) == ' ' || text.charAt(0) == '\t';
            if (continued && wanted) {
                throw new Uncertain(key + " in " + file + " goes over several lines");
            }
            if (!continued) {
                int colon = text.indexOf(':');
                wanted = colon >= 0 && text.substring(0, colon).equalsIgnoreCase(key);
                if (wanted) {
                    values.add(text.substring(colon + 1).strip());
                }
            }
        }
        return values;
    }

    /** The value of a key that is there once, or not at all. */
    Optional<String> find(String key) throws Uncertain {
        List<String> values = all(key);
        if (values.size() > 1) {
            throw new Uncertain(file + " says twice what " + key + " is");
        }
        return values.stream().findFirst();
    }

    /** The value of a key that has to be there once. */
    String one(String key) throws Uncertain {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            throw new Uncertain(file + " does not say what " + key + " is");
        }
        return value.get();
    }
}
