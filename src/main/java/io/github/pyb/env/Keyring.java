package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;

/**
 * The {@code keyring} command, which knows the passwords of package indexes. Installers would only look for a module of
 * that name in the environment, where it never is.
 */
final class Keyring {

    private final Host host;

    Keyring(Host host) {
        this.host = host;
    }

    /**
     * Tells an installer to ask the command, if there is one and the user has not said otherwise.
     *
     * @param variable the installer's variable for that
     */
    EnvironmentChanges offer(EnvironmentChanges changes, String variable) {
        boolean said = changes.applyTo(host).containsKey(variable);
        return said || host.findOnPath("keyring").isEmpty() ? changes : changes.with(variable, "subprocess");
    }
}
