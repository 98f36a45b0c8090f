package io.github.pyb.dist;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the headers before that of a member say about it: records of POSIX pax, long names of GNU tar. They override the
 * member's own header, which has room for the beginning only. Two of them that do not agree are refused, because readers
 * of the world do not agree either about which of them counts.
 */
final class ExtendedHeaders {

    /** What a global header, which is about all members, may not say: then members would not be what they seem. */
    private static final List<String> NOT_GLOBAL = List.of("path", "linkpath", "size", "mtime");

    private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TIME = Pattern.compile("(?<seconds>-?[0-9]{1,15})(\\.(?<fraction>[0-9]*))?");

    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

    private Map<String, byte[]> pax = Map.of();
    private @Nullable String longName;
    private @Nullable String longLink;

    boolean isEmpty() {
        return pax.isEmpty() && longName == null && longLink == null;
    }

    void addPax(byte[] content) throws RefusedArchive {
        if (!pax.isEmpty()) {
            throw RefusedArchive.hostile("a member has two extended headers");
        }
        pax = records(content);
    }

    void addLongName(byte[] content) throws RefusedArchive {
        if (longName != null) {
            throw RefusedArchive.hostile(longName, "has two long names");
        }
        longName = TarHeader.text(TarHeader.upToNul(content), "a name");
    }

    void addLongLink(byte[] content) throws RefusedArchive {
        if (longLink != null) {
            throw RefusedArchive.hostile("a link has two targets, one of them " + RefusedArchive.quoted(longLink));
        }
        longLink = TarHeader.text(TarHeader.upToNul(content), "the target of a link");
    }

    /** Global headers hold comments, the commit of an export for instance. */
    static void checkGlobal(byte[] content) throws RefusedArchive {
        Map<String, byte[]> records = records(content);
        for (String key : NOT_GLOBAL) {
            if (records.containsKey(key)) {
                throw RefusedArchive.hostile("a global header sets the " + key + " of all members");
            }
        }
    }

    String name(TarHeader header) throws RefusedArchive {
        return agreed(longName, pax("path"), header.name());
    }

    String linkTarget(TarHeader header) throws RefusedArchive {
        return agreed(longLink, pax("linkpath"), header.linkTarget());
    }

    long size(String name, TarHeader header) throws RefusedArchive {
        Optional<String> record = pax("size");
        long inHeader = header.size();
        if (record.isEmpty()) {
            return inHeader;
        }
        if (!SIZE.matcher(record.get()).matches()) {
            throw RefusedArchive.damaged(name, "has a size that is no number: " + RefusedArchive.quoted(record.get()));
        }
        long size = Long.parseLong(record.get());
        // A reader that knows nothing of pax goes by the header; it has to find the next member at the same place.
        boolean tooLargeForHeader = inHeader == 0 && size > TarHeader.MAX_OCTAL_SIZE;
        if (size != inHeader && !tooLargeForHeader) {
            throw RefusedArchive.hostile(name, "has two sizes, " + inHeader + " and " + size);
        }
        return size;
    }

    Instant modified(String name, TarHeader header) throws RefusedArchive {
        Optional<String> record = pax("mtime");
        long seconds = header.modified();
        long nanoseconds = 0;
        if (record.isPresent()) {
            Matcher time = TIME.matcher(record.get());
            if (!time.matches()) {
                throw RefusedArchive.damaged(
                        name, "has a time stamp that is none: " + RefusedArchive.quoted(record.get()));
            }
            seconds = Long.parseLong(time.group("seconds"));
            String fraction = time.group("fraction") == null ? "" : time.group("fraction");
            nanoseconds = Long.parseLong((fraction + "000000000").substring(0, 9));
            if (record.get().startsWith("-")) {
                nanoseconds = -nanoseconds;
            }
        }
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw RefusedArchive.damaged(name, "has a time stamp far beyond any calendar");
        }
        return Instant.ofEpochSecond(seconds, nanoseconds);
    }

    private static String agreed(@Nullable String gnu, Optional<String> pax, String header) throws RefusedArchive {
        if (gnu != null && pax.isPresent() && !gnu.equals(pax.get())) {
            throw RefusedArchive.hostile(gnu, "is called " + RefusedArchive.quoted(pax.get()) + " as well");
        }
        return pax.orElse(gnu == null ? header : gnu);
    }

    private Optional<String> pax(String key) throws RefusedArchive {
        byte[] value = pax.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.length == 0) {
            throw RefusedArchive.hostile("an extended header takes the " + key + " away from a member");
        }
        return Optional.of(TarHeader.text(value, "the " + key + " of a member"));
    }

    /** Records of pax: length, blank, key, equals sign, value, line feed; the length counts all of it. */
    private static Map<String, byte[]> records(byte[] content) throws RefusedArchive {
        Map<String, byte[]> records = new HashMap<>();
        int start = 0;
        while (start < content.length) {
            int end = end(content, start);
            int key = indexOf(content, ' ', start, end) + 1;
            int equals = indexOf(content, '=', key, end);
            if (equals <= key) {
                throw RefusedArchive.damaged("an extended header has a record without a key");
            }
            put(
                    records,
                    new String(content, key, equals - key, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(content, equals + 1, end - 1));
            start = end;
        }
        return records;
    }

    /** Where a record ends. */
    private static int end(byte[] content, int start) throws RefusedArchive {
        int blank = indexOf(content, ' ', start, content.length);
        String digits = new String(content, start, Math.max(0, blank - start), StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw RefusedArchive.damaged("an extended header has a record without a length");
        }
        int end = start + Integer.parseInt(digits);
        if (end <= blank + 1 || end > content.length || content[end - 1] != '\n') {
            throw RefusedArchive.damaged("an extended header has a record with a wrong length");
        }
        return end;
    }

    private static int indexOf(byte[] content, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static void put(Map<String, byte[]> records, String key, byte[] value) throws RefusedArchive {
        if (key.startsWith("GNU.sparse")) {
            throw RefusedArchive.damaged("it has a sparse file, which is no way to store sources");
        }
        if (key.equals("hdrcharset") && !new String(value, StandardCharsets.ISO_8859_1).endsWith(" UTF-8")) {
            throw RefusedArchive.damaged("an extended header is not encoded in UTF-8");
        }
        if (records.put(key, value) != null) {
            throw RefusedArchive.hostile("an extended header says twice what is the " + RefusedArchive.quoted(key));
        }
    }
}
