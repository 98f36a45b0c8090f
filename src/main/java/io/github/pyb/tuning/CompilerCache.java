package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.problem.MachineProblem;

/** One compiler cache, switched on for one build. */
interface CompilerCache extends AutoCloseable {

    /** Adds what makes the compilers of a backend run through the cache. */
    EnvironmentChanges switchOn(EnvironmentChanges changes, CompilerCacheTarget target)
            throws MachineProblem, InterruptedException;

    /** What it did until now. */
    CompilerCacheUse use() throws MachineProblem, InterruptedException;

    /** Leaves nothing behind that runs. */
    @Override
    void close();
}
