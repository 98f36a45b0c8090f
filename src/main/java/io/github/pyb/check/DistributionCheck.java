package io.github.pyb.check;

import io.github.pyb.dist.WheelName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Holds a distribution against the rules for its kind. */
public final class DistributionCheck {

    /** What the public index takes, unless somebody has asked for more. */
    private static final long LARGE = 100L << 20;

    private final Whereabouts whereabouts;

    /** @param whereabouts places whose paths should not stand in a distribution */
    public DistributionCheck(Whereabouts whereabouts) {
        this.whereabouts = whereabouts;
    }

    /** What is not as it should be, errors first. */
    public List<Finding> check(Path file) throws MachineProblem, InterruptedException {
        Findings findings = new Findings();
        try {
            check(file, findings);
        } catch (UserProblem e) {
            // Whoever reads strictly has found what everybody else would stumble over.
            findings.error(e.explanation().what());
        }
        return findings.list();
    }

    private void check(Path file, Findings findings) throws UserProblem, MachineProblem, InterruptedException {
        String name = file.getFileName().toString();
        if (name.endsWith(".whl")) {
            Optional<WheelName> wheel = WheelName.parse(name);
            if (wheel.isPresent()) {
                new WheelCheck(file, wheel.get(), whereabouts, findings).check();
            } else {
                findings.error("its name is not one of a wheel (name-version-python-abi-platform.whl)");
            }
        } else {
            new SdistCheck(file, whereabouts, findings).check();
        }
        checkSize(file, findings);
    }

    private static void checkSize(Path file, Findings findings) throws MachineProblem {
        try {
            long size = Files.size(file);
            if (size > LARGE) {
                findings.warning("it has " + (size >> 20) + " MB; the public index takes " + (LARGE >> 20));
            }
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the distribution", file, e);
        }
    }
}
