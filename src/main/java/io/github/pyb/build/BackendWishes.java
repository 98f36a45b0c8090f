package io.github.pyb.build;

import io.github.pyb.tuning.CompilerCacheChoice;
import java.time.Instant;
import java.util.Optional;

/**
 * What the user wants backends to be told besides their config settings.
 *
 * @param jobs how many compilers may run at the same time
 * @param timestamp the time that stands for the time of the build, for results that are the same every time
 * @param compilerCache which compiler cache is used
 */
public record BackendWishes(int jobs, Optional<Instant> timestamp, CompilerCacheChoice compilerCache) {

    /** The same without a compiler cache, which would hand out what was compiled elsewhere. */
    BackendWishes uncached() {
        return new BackendWishes(jobs, timestamp, CompilerCacheChoice.NONE);
    }

    /** The wishes for one of several backends that are at work at the same time. */
    BackendWishes sharedBy(int atOnce) {
        return new BackendWishes(Math.max(1, jobs / atOnce), timestamp, compilerCache);
    }
}
