package io.github.pyb.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON (RFC 8259), strictly: no comments, no duplicate keys, nothing after the value. */
public final class Json {

    /** Deeper documents are refused, so that a hostile one cannot exhaust the stack. */
    private static final int MAX_DEPTH = 100;

    private Json() {}

    /** The text is not JSON; the message says why and where in one line. */
    public static final class InvalidJson extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidJson(String message) {
            super(message);
        }
    }

    /** The value that the text holds; objects keep the order of their keys. */
    public static @Nullable Object parse(String text) throws InvalidJson {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            Object value = read(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new InvalidJson("there is something after the end of the value");
            }
            return value;
        } catch (EOFException e) {
            throw new InvalidJson("the text ends too early");
        } catch (MalformedJsonException | NumberFormatException e) {
            throw new InvalidJson(firstLine(e.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from a string failed", e);
        }
    }

    /** The value as indented JSON, without a line end after it. */
    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setIndent("  ");
            writer.setHtmlSafe(false);
            writer.setSerializeNulls(true);
            write(writer, value);
        } catch (IOException e) {
            throw new IllegalStateException("writing to a string failed", e);
        }
        return text.toString();
    }

    private static @Nullable Object read(JsonReader reader, int depth) throws IOException, InvalidJson {
        if (depth > MAX_DEPTH) {
            throw new InvalidJson("the value is nested more than " + MAX_DEPTH + " levels deep");
        }
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                return readObject(reader, depth);
            }
            case BEGIN_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    items.add(read(reader, depth + 1));
                }
                reader.endArray();
                return items;
            }
            case STRING -> {
                return reader.nextString();
            }
            case BOOLEAN -> {
                return reader.nextBoolean();
            }
            case NUMBER -> {
                return number(reader.nextString());
            }
            case NULL -> {
                reader.nextNull();
                return null;
            }
            default -> throw new InvalidJson("a value is missing at " + reader.getPath());
        }
    }

    private static Map<String, @Nullable Object> readObject(JsonReader reader, int depth)
            throws IOException, InvalidJson {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (members.containsKey(key)) {
                throw new InvalidJson("the key \"" + key + "\" stands twice");
            }
            members.put(key, read(reader, depth + 1));
        }
        reader.endObject();
        return members;
    }

    /** Whole numbers stay whole, so that {@code 4} does not reach a backend as {@code 4.0}. */
    private static Number number(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return new BigDecimal(digits);
        }
    }

    private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
        if (value == null) {
            writer.nullValue();
        } else if (value instanceof Map<?, ?> members) {
            writer.beginObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                writer.name(String.valueOf(member.getKey()));
                write(writer, member.getValue());
            }
            writer.endObject();
        } else if (value instanceof Iterable<?> items) {
            writer.beginArray();
            for (Object item : items) {
                write(writer, item);
            }
            writer.endArray();
        } else if (value instanceof Boolean truth) {
            writer.value(truth);
        } else if (value instanceof Number number) {
            writer.value(number);
        } else {
            writer.value(value.toString());
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
    }
}
