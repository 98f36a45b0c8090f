package io.github.pyb.index;

import java.util.Optional;

/**
 * A proxy on the way to an index.
 *
 * @param host its name or address
 * @param port its port
 * @param credentials what it wants to know of us, if anything
 */
public record ProxyServer(String host, int port, Optional<Credentials> credentials) {

    /** The proxy, for messages. */
    String words() {
        return host + ":" + port;
    }
}
