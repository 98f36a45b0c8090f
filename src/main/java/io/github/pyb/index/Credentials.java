package io.github.pyb.index;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user name and a password. They leave this class in the one form that goes over the wire, and in no text for people. */
public final class Credentials {

    private final String user;
    private final String password;

    public Credentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** The value of an {@code Authorization} header. */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "****";
    }
}
