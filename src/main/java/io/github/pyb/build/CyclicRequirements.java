package io.github.pyb.build;

import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Finds projects that need themselves to be built. PEP 517: the graph of build requirements must not contain cycles, and
 * frontends should say so. What lies deeper, sources of requirements that have to be built first, is the installer's to
 * see.
 *
 * @param project the project that is built, as far as its name is known
 * @param directory where it is, for messages
 */
record CyclicRequirements(Optional<ProjectName> project, Path directory) {

    /**
     * Checks requirements before they are installed.
     *
     * @param source who requires them
     * @throws UserProblem if the project itself is among them
     */
    void check(Collection<String> requirements, String source) throws UserProblem {
        for (String text : requirements) {
            Optional<Requirement> requirement = Requirement.parse(text);
            // Whether a marker applies is for the installer to say.
            boolean always = !text.contains(";");
            if (always
                    && requirement.isPresent()
                    && project.equals(Optional.of(requirement.get().name()))) {
                throw new UserProblem(
                        ProblemKind.PROJECT_INVALID,
                        Explanation.of("the build requirements have a cycle: "
                                        + requirement.get().name() + " needs itself to be built")
                                .where(directory)
                                .line("required by", source + ": \"" + text + "\"")
                                .attempt("remove it; a backend that lies in the source tree itself is named by"
                                        + " \"backend-path\""));
            }
        }
    }

    /** Tells of a cycle that an already built distribution has cut, which a build from sources alone could not do. */
    void warnOfInstalled(Set<ProjectName> installed, BuildLog log) {
        if (project.isPresent() && installed.contains(project.get())) {
            log.warn("The build requirements have a cycle: one of them needs " + project.get()
                    + ", which is what is being built; an earlier release of it is used");
        }
    }
}
