package io.github.pyb.index;

import java.net.URI;
import java.util.Optional;

/** Which proxy leads where. */
public interface Proxies {

    /** No proxies at all. */
    Proxies NONE = new Proxies() {
        @Override
        public Optional<ProxyServer> towards(URI address) {
            return Optional.empty();
        }

        @Override
        public boolean areDeclared() {
            return false;
        }
    };

    /** The proxy for an address; nothing if the way there is direct. */
    Optional<ProxyServer> towards(URI address);

    /** Whether there is a proxy for any address. */
    boolean areDeclared();
}
