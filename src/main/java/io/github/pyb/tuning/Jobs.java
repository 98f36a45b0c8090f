package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.util.List;
import java.util.Map;

/**
 * Tells one number of jobs to every tool that can use it. Who was told another one, by the user or by the project, keeps
 * that.
 *
 * <p>Left out on purpose: {@code parallel} of setuptools' {@code build_ext}, because extensions that share a source file
 * write the same object file at the same time then; and {@code MAKEFLAGS}, because a makefile that was never run in
 * parallel need not say what depends on what.
 */
final class Jobs {

    private static final List<String> VARIABLES = List.of(
            // CMake, whatever it generates, and whoever calls it.
            "CMAKE_BUILD_PARALLEL_LEVEL",
            "CARGO_BUILD_JOBS",
            // Projects that compile the files of one extension in parallel ask these two how many at once.
            "MAX_JOBS",
            "NPY_NUM_BUILD_JOBS");

    private static final String COMPILE_ARGS = "compile-args";

    private final Host host;

    Jobs(Host host) {
        this.host = host;
    }

    Tuned tune(TuningRequest request, Tuned tuned) {
        Map<String, String> seen = request.changes().applyTo(host);
        String jobs = Integer.toString(request.jobs());
        Tuned told = tuned;
        for (String variable : VARIABLES) {
            if (seen.getOrDefault(variable, "").isBlank()) {
                told = told.with(variable, jobs);
            }
        }
        return tellsMeson(request) ? told.withSetting(COMPILE_ARGS, List.of("-j" + jobs)) : told;
    }

    /** Ninja under Meson knows no variable. Of two numbers it takes the last one, which would be ours. */
    private static boolean tellsMeson(TuningRequest request) {
        return request.project().isBuiltBy(MesonPython.MODULE)
                && !request.configSettings().containsKey(COMPILE_ARGS)
                && MesonPython.compileArgs(request.project()).stream().noneMatch(word -> word.startsWith("-j"));
    }
}
