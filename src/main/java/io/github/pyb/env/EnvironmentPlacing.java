package io.github.pyb.env;

import io.github.pyb.store.Placing;
import io.github.pyb.store.Unstorable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What in an environment names the place where it stands: {@code pyvenv.cfg}, the scripts with their first lines, and,
 * because the scripts differ then, the hashes of these in RECORD.
 */
final class EnvironmentPlacing implements Placing {

    /** In the place's stead. No script has such a character. */
    private static final String STAND_IN = "\0place\0";

    private static final String RECORD = ".dist-info/RECORD";

    private final String place;
    private final Pattern named;
    private final String scripts;

    /** What RECORD says of the scripts that name the place, by their paths within the environment. */
    private final Map<String, String> placedScripts = new HashMap<>();

    EnvironmentPlacing(EnvironmentLayout layout) {
        String root = layout.root().toString();
        // Byte for byte: the rest of a script may be in any encoding.
        this.place = new String(root.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        // A longer path that begins or ends in the same way is another one.
        this.named = Pattern.compile("(?<![A-Za-z0-9._/-])" + Pattern.quote(place) + "(?![A-Za-z0-9._-])");
        this.scripts = layout.root().relativize(layout.scripts()) + "/";
    }

    @Override
    public Optional<String> place() {
        return Optional.of(new String(place.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    @Override
    public boolean mayBePlaced(String path) {
        return path.equals("pyvenv.cfg") || path.startsWith(scripts) || path.endsWith(RECORD);
    }

    @Override
    public byte[] portable(String path, byte[] content) throws Unstorable {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String portable;
        if (path.endsWith(RECORD)) {
            portable = new RecordFile(path, text).with(script -> placedScripts.containsKey(script) ? "," : null);
        } else {
            portable = named.matcher(text).replaceAll(Matcher.quoteReplacement(STAND_IN));
            if (!portable.equals(text)) {
                placedScripts.put(path, ",");
            }
        }
        if (portable.contains(place) || text.contains(STAND_IN)) {
            throw new Unstorable(path + " names the place it is at");
        }
        return portable.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] placed(String path, byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        if (path.endsWith(RECORD)) {
            return new RecordFile(path, text).with(placedScripts::get).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] content = text.replace(STAND_IN, place).getBytes(StandardCharsets.ISO_8859_1);
        placedScripts.put(path, RecordFile.fields(content));
        return content;
    }
}
