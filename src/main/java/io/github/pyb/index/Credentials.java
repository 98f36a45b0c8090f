package io.github.pyb.index;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user name and a password, or what else a server knows us by. They leave this class in the one form that goes over the
 * wire, and in no text for people.
 */
public final class Credentials {

    private static final String AUTHORIZATION = "Authorization";

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public Credentials(String user, String password) {
        String both = user + ":" + password;
        headers.put(
                AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param headers of every request: a token, as a rule */
    public Credentials(Map<String, String> headers) {
        this.headers.putAll(headers);
    }

    /** The same, and more headers, which count where both have one. */
    public Credentials and(Map<String, String> more) {
        Credentials both = new Credentials(headers);
        both.headers.putAll(more);
        return both;
    }

    /** The value of an {@code Authorization} header; empty if there is none. */
    String basic() {
        return headers.getOrDefault(AUTHORIZATION, "");
    }

    /** The headers of a request to whoever the credentials are for. */
    Map<String, String> headers() {
        return new TreeMap<>(headers);
    }

    @Override
    public String toString() {
        return "****";
    }
}
