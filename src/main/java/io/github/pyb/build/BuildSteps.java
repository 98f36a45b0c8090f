package io.github.pyb.build;

import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done in which order within an attempt, until distributions lie in the output directory. */
final class BuildSteps {

    private final SourceTreeReader sources;
    private final BuildLog log;

    BuildSteps(SourceTreeReader sources, BuildLog log) {
        this.sources = sources;
        this.log = log;
    }

    /** A wheel, from whatever the attempt starts from. */
    List<Distribution> wheel(Attempt attempt) throws Problem, InterruptedException {
        return List.of(wheel(attempt, attempt.source()));
    }

    List<Distribution> sdist(Attempt attempt) throws Problem, InterruptedException {
        Stage stage = attempt.stage(attempt.source(), DistributionKind.SDIST);
        return List.of(published(attempt, stage.buildSdist().distribution()));
    }

    /** The same, or nothing if the backend does not support source distributions here. */
    List<Distribution> sdistIfSupported(Attempt attempt) throws Problem, InterruptedException {
        Optional<Stage.BuiltSdist> sdist = sdistIfSupported(attempt, attempt.source());
        return sdist.isPresent() ? List.of(published(attempt, sdist.get().distribution())) : List.of();
    }

    List<Distribution> sdistThenWheel(Attempt attempt) throws Problem, InterruptedException {
        PreparedSource source = attempt.source();
        List<Distribution> built = new ArrayList<>();
        if (!attempt.startsFromSdist()) {
            Optional<Stage.BuiltSdist> sdist = sdistIfSupported(attempt, source);
            if (sdist.isPresent()) {
                source = attempt.unpack(sdist.get().archive(), sources);
                built.add(published(attempt, sdist.get().distribution()));
            }
        }
        built.add(wheel(attempt, source));
        return built;
    }

    private Optional<Stage.BuiltSdist> sdistIfSupported(Attempt attempt, PreparedSource source)
            throws Problem, InterruptedException {
        try {
            return Optional.of(attempt.stage(source, DistributionKind.SDIST).buildSdist());
        } catch (UserProblem e) {
            if (e.kind() != ProblemKind.UNSUPPORTED_OPERATION) {
                throw e;
            }
            log.warn(e.explanation().what());
            log.warn("The wheel is built straight from the source tree instead");
            return Optional.empty();
        }
    }

    private static Distribution wheel(Attempt attempt, PreparedSource source) throws Problem, InterruptedException {
        return published(attempt, attempt.stage(source, DistributionKind.WHEEL).buildWheel());
    }

    private static Distribution published(Attempt attempt, Distribution built) throws Problem {
        return built.at(attempt.publish(built));
    }
}
