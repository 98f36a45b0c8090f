package io.github.pyb.tuning;

import java.util.Optional;

/**
 * How often one build found what a compiler would have made.
 *
 * @param hits calls of a compiler that were answered by the cache
 * @param direct those among them that did not even need the preprocessor, if the cache tells them apart
 * @param misses calls for which the compiler had to run
 * @param notCacheable calls that the cache cannot do anything for
 */
public record CompilerCacheCounts(long hits, Optional<Long> direct, long misses, long notCacheable) {

    CompilerCacheCounts and(CompilerCacheCounts then) {
        return new CompilerCacheCounts(
                hits + then.hits,
                direct.flatMap(first -> then.direct.map(second -> first + second)),
                misses + then.misses,
                notCacheable + then.notCacheable);
    }

    String words() {
        if (hits + misses + notCacheable == 0) {
            return "nothing was compiled";
        }
        String words = counted(hits, "hit", "hits")
                + direct.map(count -> " (" + count + " direct)").orElse("") + ", " + counted(misses, "miss", "misses");
        return notCacheable == 0 ? words : words + ", " + notCacheable + " not cacheable";
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
