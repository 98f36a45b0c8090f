package io.github.pyb.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a process has to know to be served: other users of the machine can reach our sockets, too. */
final class Token {

    private static final String USER = "pyb";

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    static Token random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return new Token(HexFormat.of().formatHex(bytes));
    }

    /** For the address of a proxy. */
    String userInfo() {
        return USER + ":" + secret;
    }

    /** A header that Java's client sends to a tunnel; basic authentication it only does if a system property says so. */
    String bearer() {
        return "Bearer " + secret;
    }

    /** Whether the value of a {@code Proxy-Authorization} header is right. */
    boolean isIn(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String expected = header.startsWith("Bearer ") ? bearer() : new Credentials(USER, secret).basic();
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "****";
    }
}
