package io.github.pyb.index;

import io.github.pyb.packaging.ProjectName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A package index.
 *
 * @param id what the user calls it
 * @param address the address of its simple repository API (PEP 503), with a slash at its end
 * @param credentials what it wants to know of us, if anything
 * @param patterns the names that it serves; none means all that no other index serves
 * @param declaration where it was declared, for instance {@code mirror corp in settings.xml}
 * @param server the id of the server in settings.xml that the credentials belong to, or would belong to
 */
public record Index(
        String id,
        URI address,
        Optional<Credentials> credentials,
        List<NamePattern> patterns,
        String declaration,
        String server) {

    static final String CHECK = "see whether the address is that of a package index (it often ends in /simple/)";

    public Index {
        address = address.toString().endsWith("/") ? address : URI.create(address + "/");
        patterns = List.copyOf(patterns);
    }

    boolean claims(ProjectName name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    boolean servesTheRest() {
        return patterns.isEmpty();
    }

    /** The page on which the files of a project are. */
    URI page(ProjectName name) {
        return address.resolve(name.normalised() + "/");
    }

    /** Whether an address is on the host that the credentials are for. */
    boolean isAtHome(URI other) {
        return Origin.of(other).equals(Origin.of(address));
    }

    /** Whether somebody on the way could read the credentials. */
    public boolean exposesCredentials() {
        boolean local = address.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]");
        return credentials.isPresent() && !Origin.of(address).isEncrypted() && !local;
    }

    /** What decides which files come from here. */
    String identity() {
        return address + " " + patterns.stream().map(NamePattern::text).collect(Collectors.joining(","));
    }

    /** The index, for a sentence. */
    String named() {
        return "the package index " + id;
    }

    /** What is wrong if the index does not let us in. */
    Complaint unwelcome(int status) {
        String what = credentials.isPresent()
                ? " does not accept the credentials of the server " + server + " in settings.xml (status " + status
                        + ")"
                : " wants credentials (status " + status + "), and settings.xml has none for the server " + server;
        return new Complaint(
                named() + what,
                address.toString(),
                "correct <server> with the id " + server
                        + " in settings.xml, and see whether that user may read there");
    }

    /** The index, for a line of the log. */
    public String words() {
        StringBuilder words = new StringBuilder(id + ", " + address + " (" + declaration);
        words.append(credentials.isPresent() ? ", credentials of the server " + server + ")" : ", no credentials)");
        if (!patterns.isEmpty()) {
            words.append(", for ")
                    .append(String.join(
                            ", ", patterns.stream().map(NamePattern::text).toList()));
        }
        return words.toString();
    }
}
