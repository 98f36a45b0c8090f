package io.github.pyb.build;

import io.github.pyb.json.Json;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the places of a build must not be to each other: what the plugin empties and removes at will must hold nothing that
 * is to stay. Also sees to it before the build that results can be written where they should be, and replace nothing but
 * earlier results.
 */
final class PlaceRules {

    private static final String WORK = "workDirectory (-Dpyb.workDirectory)";
    private static final String OUTPUT = "outputDirectory (-Dpyb.outputDirectory)";
    private static final String SDISTS = "sdistExtractDir (-Dpyb.sdistExtractDir)";
    private static final String BUILD = "buildDirectory (-Dpyb.buildDirectory)";
    private static final String ENVIRONMENT = "envDir (-Dbuild.env.dir)";

    private final BuildRequest request;

    PlaceRules(BuildRequest request) {
        this.request = request;
    }

    /** @throws UserProblem if two places are in each other's way, or one cannot be written to */
    void check() throws UserProblem {
        Places places = request.places();
        checkDirectory(places.output(), OUTPUT);
        checkApart(places.output(), OUTPUT, places.work(), WORK);
        checkFile(places.report(), "report (-Dpyb.report)", "artifacts");
        if (places.sdistExtractDir().isPresent()) {
            checkOwned(places.sdistExtractDir().get(), SDISTS);
        }
        if (places.buildDirectory().isPresent()) {
            checkOwned(places.buildDirectory().get(), BUILD);
            if (places.sdistExtractDir().isPresent()) {
                checkApart(
                        places.sdistExtractDir().get(),
                        SDISTS,
                        places.buildDirectory().get(),
                        BUILD);
                checkApart(
                        places.buildDirectory().get(),
                        BUILD,
                        places.sdistExtractDir().get(),
                        SDISTS);
            }
        }
        Optional<Path> environment = request.environment().location();
        // What lies above the module is refused for better reasons, later.
        if (environment.isPresent() && !places.base().startsWith(environment.get())) {
            checkApart(places.work(), WORK, environment.get(), ENVIRONMENT);
            checkApart(places.output(), OUTPUT, environment.get(), ENVIRONMENT);
            checkFromEnvironment(places.sdistExtractDir(), SDISTS, environment.get());
            checkFromEnvironment(places.buildDirectory(), BUILD, environment.get());
        }
    }

    /** A directory that is ours alone, besides the work directory. */
    private void checkOwned(Path directory, String parameter) throws UserProblem {
        checkDirectory(directory, parameter);
        checkApart(directory, parameter, request.places().work(), WORK);
        checkApart(request.places().work(), WORK, directory, parameter);
        checkApart(request.places().output(), OUTPUT, directory, parameter);
    }

    private static void checkFromEnvironment(Optional<Path> directory, String parameter, Path environment)
            throws UserProblem {
        if (directory.isPresent()) {
            checkApart(directory.get(), parameter, environment, ENVIRONMENT);
            checkApart(environment, ENVIRONMENT, directory.get(), parameter);
        }
    }

    /**
     * Checks a file that a result is written to.
     *
     * @param member what earlier results of that kind have in them, and other files do not
     */
    void checkFile(Path file, String parameter, String member) throws UserProblem {
        Path directory = file.resolve("..").normalize();
        checkDirectory(directory, parameter);
        if (!directory.equals(request.places().work())) {
            checkApart(file, parameter, request.places().work(), WORK);
        }
        if (Files.isDirectory(file) || (Files.exists(file) && !isEarlierResult(file, member))) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("there is something else already where the parameter " + parameter
                                    + " wants a file to be written; it was left untouched")
                            .where(file)
                            .attempt("name another file, or remove this one"));
        }
    }

    private static boolean isEarlierResult(Path file, String member) throws UserProblem {
        try {
            return Json.parse(Files.readString(file)) instanceof Map<?, ?> content && content.containsKey(member);
        } catch (Json.InvalidJson | IOException e) {
            return false;
        }
    }

    private static void checkApart(Path inner, String innerName, Path outer, String outerName) throws UserProblem {
        if (inner.startsWith(outer)) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of(innerName + " must not be, or lie in, what " + outerName
                                    + " names: the plugin removes what it finds there")
                            .where(inner)
                            .line("within", outer.toString())
                            .attempt("name another place for one of the two"));
        }
    }

    /** A place that cannot be written to should not be noticed after a long build. */
    private static void checkDirectory(Path directory, String parameter) throws UserProblem {
        Path existing = directory;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("results cannot be put into " + directory + ": this is a file, or below one")
                            .where(existing)
                            .attempt("correct the parameter " + parameter));
        }
    }
}
