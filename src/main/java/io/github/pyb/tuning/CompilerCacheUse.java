package io.github.pyb.tuning;

import java.util.Optional;

/**
 * What came of the compiler cache in one build.
 *
 * @param program the cache that was used
 * @param counts how often it helped; those of this build alone, whatever else runs at the same time
 * @param whyNoCounts the reason why there are no counts; empty if there are
 */
public record CompilerCacheUse(CompilerCacheProgram program, Optional<CompilerCacheCounts> counts, String whyNoCounts) {

    static CompilerCacheUse counted(CompilerCacheProgram program, CompilerCacheCounts counts) {
        return new CompilerCacheUse(program, Optional.of(counts), "");
    }

    static CompilerCacheUse uncounted(CompilerCacheProgram program, String reason) {
        return new CompilerCacheUse(program, Optional.empty(), reason);
    }

    /** What came of it in two parts of one build. */
    public CompilerCacheUse and(CompilerCacheUse then) {
        if (counts.isEmpty()) {
            return this;
        }
        return then.counts.isEmpty() ? then : counted(program, counts.get().and(then.counts.get()));
    }

    String words() {
        return "Compiler cache " + program.name() + ": "
                + counts.map(CompilerCacheCounts::words)
                        .orElse("how many hits and misses is not known, because " + whyNoCounts);
    }
}
