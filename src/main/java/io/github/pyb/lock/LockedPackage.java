package io.github.pyb.lock;

import io.github.pyb.packaging.ProjectName;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One version of a distribution.
 *
 * @param name the project
 * @param version its version
 * @param steps which requirements it belongs to, in the words of {@link LockedSet}
 * @param direct whether a requirement names its address; then there is one file
 * @param index the package index that it is from, if that is known
 * @param files the wheels that may be installed; none if the lock file only has something else of it
 */
public record LockedPackage(
        ProjectName name,
        String version,
        SortedSet<String> steps,
        boolean direct,
        Optional<String> index,
        List<LockedFile> files) {

    public LockedPackage {
        steps = Collections.unmodifiableSortedSet(new TreeSet<>(steps));
        files = files.stream()
                .distinct()
                .sorted(Comparator.comparing(LockedFile::name)
                        .thenComparing(file -> file.hashes().toString()))
                .toList();
    }

    public LockedPackage(
            ProjectName name,
            String version,
            Set<String> steps,
            boolean direct,
            Optional<String> index,
            List<LockedFile> files) {
        this(name, version, new TreeSet<>(steps), direct, index, files);
    }

    /** The same for other requirements. */
    public LockedPackage of(Set<String> otherSteps) {
        return new LockedPackage(name, version, otherSteps, direct, index, files);
    }

    /** The same, with more files. */
    LockedPackage with(List<LockedFile> more) {
        return new LockedPackage(
                name,
                version,
                steps,
                direct,
                index,
                Stream.concat(files.stream(), more.stream()).toList());
    }
}
