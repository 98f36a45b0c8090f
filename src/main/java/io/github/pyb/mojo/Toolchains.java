package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.model.ToolchainModel;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The toolchains of type {@code python} in the user's {@code toolchains.xml}. Maven's own toolchains manager knows no such
 * type, but the file is read all the same.
 */
final class Toolchains {

    private Toolchains() {}

    /** Their executables, in the order of the file. */
    static List<Path> executables(MavenSession session, ParameterValues values) throws UserProblem {
        List<Path> executables = new ArrayList<>();
        for (ToolchainModel toolchain : session.getRequest().getToolchains().getOrDefault("python", List.of())) {
            Xpp3Dom executable = toolchain.getConfiguration() instanceof Xpp3Dom configuration
                    ? configuration.getChild("executable")
                    : null;
            if (executable == null) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of("a toolchain of the type python in toolchains.xml has no executable")
                                .line("provides", toolchain.getProvides().toString())
                                .attempt("<configuration><executable>/path/to/python3</executable></configuration>"));
            }
            values.path("executable in toolchains.xml", executable.getValue()).ifPresent(executables::add);
        }
        return executables;
    }
}
