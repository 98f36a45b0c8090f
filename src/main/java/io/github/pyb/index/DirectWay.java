package io.github.pyb.index;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks servers over encrypted connections without anything in between, and without credentials. With Java's older client, because in a
 * fresh JVM its first answer is there in two thirds of the time; and whoever asks here has as a rule nothing else to do.
 */
final class DirectWay {

    private final Optional<SSLSocketFactory> sockets;
    private final int timeout;

    /** @param sockets by what is connected, if not by what this JVM has for that; connections are only shared by the same one */
    DirectWay(Optional<SSLSocketFactory> sockets, Duration timeout) {
        this.sockets = sockets;
        this.timeout = (int) timeout.toMillis();
    }

    /** Waits for the beginning of the answer; an interrupt does not end that. Redirects are not followed. */
    Upstream.Answer ask(URI address, String method, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        if (sockets.isPresent() && connection instanceof HttpsURLConnection encrypted) {
            encrypted.setSSLSocketFactory(sockets.get());
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        // Not one that somebody has set for the whole JVM.
        connection.setAuthenticator(new Authenticator() {});
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        int status = connection.getResponseCode();
        InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        return new Upstream.Answer(
                status, address, headers(connection), body == null ? InputStream.nullInputStream() : body);
    }

    private static HttpHeaders headers(HttpURLConnection connection) {
        Map<String, List<String>> headers = new HashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            // The first line has no name.
            if (name != null) {
                headers.put(name, new ArrayList<>(values));
            }
        });
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
