package io.github.pyb.env;

import io.github.pyb.index.PublishedFile;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks what an installer has resolved for what can be locked, and gives files the addresses that others know. */
final class ResolvedFiles {

    /** Hashes that installers accept; the others prove too little. */
    private static final Set<String> STRONG = Set.of("sha256", "sha384", "sha512");

    private final PackageRoute route;
    private final String installer;

    ResolvedFiles(PackageRoute route, String installer) {
        this.route = route;
        this.installer = installer;
    }

    /** The same packages, sorted by name. */
    List<LockedPackage> published(List<LockedPackage> resolved) throws UserProblem {
        List<LockedPackage> packages = new ArrayList<>();
        for (LockedPackage one : resolved) {
            packages.add(published(one));
        }
        packages.sort(Comparator.comparing(LockedPackage::name));
        return packages;
    }

    private LockedPackage published(LockedPackage one) throws UserProblem {
        if (one.files().isEmpty()) {
            throw notLockable(one, "it comes from a directory or from version control");
        }
        Optional<String> index = one.index().map(InstallerConfiguration::withoutSecrets);
        List<LockedFile> files = new ArrayList<>();
        for (LockedFile file : one.files()) {
            if (!file.name().endsWith(".whl")) {
                throw notLockable(one, file.name() + " is no wheel");
            }
            Map<String, String> hashes = new TreeMap<>(file.hashes());
            hashes.keySet().retainAll(STRONG);
            if (hashes.isEmpty()) {
                throw notLockable(one, "the index and " + installer + " tell no hash of " + file.name());
            }
            String address = file.url().orElse("");
            Optional<PublishedFile> known = route.published(address);
            if (known.isPresent()) {
                index = Optional.of(known.get().index().toString());
            }
            String url = known.map(found -> found.address().toString())
                    .orElseGet(() -> bare(InstallerConfiguration.withoutSecrets(address)));
            files.add(new LockedFile(file.name(), Optional.of(url), Optional.empty(), hashes));
        }
        return new LockedPackage(one.name(), one.version(), one.steps(), one.direct(), index, files);
    }

    /** The last part of an address. */
    static String name(String url) {
        String bare = bare(url);
        return bare.substring(bare.lastIndexOf('/') + 1).replace("%2B", "+").replace("%2b", "+");
    }

    private static String bare(String url) {
        return url.replaceFirst("[?#].*", "");
    }

    private static UserProblem notLockable(LockedPackage one, String why) {
        return new UserProblem(
                ProblemKind.INSTALL_FAILED,
                Explanation.of("a lock file holds wheels with hashes only, and " + one.name() + " " + one.version()
                                + " cannot be locked: " + why)
                        .attempt("put a wheel of it into a package index (pip wheel makes one), and require it by its"
                                + " name"));
    }
}
