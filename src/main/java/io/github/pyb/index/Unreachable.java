package io.github.pyb.index;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a host does not answer, in words.
 *
 * @param reason the rest of a sentence
 * @param advice what the user can try
 */
record Unreachable(String reason, String advice) {

    private static final String NETWORK = "check the address, the network, and the proxies in settings.xml";

    static Unreachable because(IOException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return new Unreachable("its host name is not known", NETWORK);
            }
            if (cause instanceof HttpTimeoutException) {
                return new Unreachable("it did not answer in time", NETWORK);
            }
            if (cause instanceof SSLException) {
                return new Unreachable(
                        "no trusted connection came about (" + message(cause) + ")",
                        "make the JVM that runs Maven trust its certificate authority"
                                + " (-Djavax.net.ssl.trustStore in MAVEN_OPTS or .mvn/jvm.config)");
            }
        }
        String reason = error instanceof ConnectException ? "the connection was refused" : message(error);
        return new Unreachable(reason, NETWORK);
    }

    private static String message(Throwable error) {
        @Nullable String message = error.getMessage();
        return message == null
                ? error.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
