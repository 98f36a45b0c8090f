package io.github.pyb.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that stand beside a class in this plugin's jar: the scripts that we hand to interpreters. */
public final class Resources {

    private Resources() {}

    /** The text of a resource, in UTF-8. */
    public static String text(Class<?> neighbour, String name) {
        try (InputStream stream = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read from the plugin's jar", e);
        }
    }
}
