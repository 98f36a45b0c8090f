package io.github.pyb.mojo;

import io.github.pyb.index.Credentials;
import io.github.pyb.index.Proxies;
import io.github.pyb.index.ProxyServer;
import java.net.URI;
import java.util.Optional;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;

/** The proxies of settings.xml. Maven itself chooses among them, exceptions included, as it does for its repositories. */
final class MavenProxies implements Proxies {

    private final Settings settings;
    private final RepositorySystemSession session;

    MavenProxies(Settings settings, RepositorySystemSession session) {
        this.settings = settings;
        this.session = session;
    }

    @Override
    public Optional<ProxyServer> towards(URI address) {
        RemoteRepository target = new RemoteRepository.Builder("index", "default", address.toString()).build();
        return Optional.ofNullable(session.getProxySelector().getProxy(target))
                .map(proxy -> new ProxyServer(proxy.getHost(), proxy.getPort(), credentials(target, proxy)));
    }

    @Override
    public boolean areDeclared() {
        return settings.getProxies().stream().anyMatch(org.apache.maven.settings.Proxy::isActive);
    }

    private Optional<Credentials> credentials(RemoteRepository target, Proxy proxy) {
        try (AuthenticationContext context = AuthenticationContext.forProxy(
                session, new RemoteRepository.Builder(target).setProxy(proxy).build())) {
            String user = context == null ? null : context.get(AuthenticationContext.USERNAME);
            String password = user == null ? null : context.get(AuthenticationContext.PASSWORD);
            return user == null
                    ? Optional.empty()
                    : Optional.of(new Credentials(user, password == null ? "" : password));
        }
    }
}
