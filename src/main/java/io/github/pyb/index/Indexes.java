package io.github.pyb.index;

import io.github.pyb.packaging.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that Maven says about where packages come from. Each name has at most one index: the first one, in the order of
 * declaration, with a pattern that fits, or else the one without patterns. Another index that has a project of the same
 * name is never asked for it, whatever versions it offers.
 *
 * @param declared the indexes; none means that the installer's own configuration decides
 * @param proxies the proxies on the way to them
 */
public record Indexes(List<Index> declared, Proxies proxies) {

    /** Nothing was said; the installer's own configuration decides. */
    public static final Indexes UNDECLARED = new Indexes(List.of(), Proxies.NONE);

    public Indexes {
        declared = List.copyOf(declared);
    }

    /** Whether the installer's own configuration is set aside. */
    public boolean areDeclared() {
        return !declared.isEmpty();
    }

    /** The one index that a project may come from. */
    Optional<Index> of(ProjectName name) {
        return declared.stream()
                .filter(index -> index.claims(name))
                .findFirst()
                .or(() -> declared.stream().filter(Index::servesTheRest).findFirst());
    }

    /** What distinguishes these indexes from others; empty if nothing was declared. Credentials are no part of it. */
    public String identity() {
        return declared.stream().map(Index::identity).collect(Collectors.joining("\n"));
    }
}
