package io.github.pyb.build;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which distributions are to be checked, and how.
 *
 * @param files files to check
 * @param report the report of a build, whose distributions are checked as well, if there is one
 * @param whereabouts places whose paths should not stand in a distribution, the innermost first, and what is there
 * @param tolerated how the texts of findings begin that are accepted
 * @param strict whether warnings fail as well
 * @param again how everything is built once more, if the results have to be the same
 */
public record CheckRequest(
        List<Path> files,
        Optional<Path> report,
        Map<Path, String> whereabouts,
        List<String> tolerated,
        boolean strict,
        Optional<BuildRequest> again) {

    public CheckRequest {
        files = List.copyOf(files);
        tolerated = List.copyOf(tolerated);
        whereabouts = Collections.unmodifiableMap(new LinkedHashMap<>(whereabouts));
    }
}
