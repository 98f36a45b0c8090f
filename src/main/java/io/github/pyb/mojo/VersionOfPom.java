package io.github.pyb.mojo;

import io.github.pyb.build.PomVersion;
import io.github.pyb.build.VersionCheck;
import io.github.pyb.problem.UserProblem;
import java.util.Optional;
import org.apache.maven.model.InputLocation;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Reads the version of the POM, with the place where it stands: that may be a parent. */
final class VersionOfPom {

    private VersionOfPom() {}

    /** Nothing without a POM, where Maven makes up a version. */
    static Optional<PomVersion> read(MavenProject project, @Nullable String versionCheck, @Nullable String offerVersion)
            throws UserProblem {
        VersionCheck check = ParameterValues.choice(
                "versionCheck", "pyb.versionCheck", versionCheck, VersionCheck.class, VersionCheck.WARN);
        boolean offered = ParameterValues.flag("offerVersion", "pyb.offerVersion", offerVersion, false);
        if (project.getFile() == null) {
            return Optional.empty();
        }
        InputLocation version = project.getModel().getLocation("version");
        String where = version == null || version.getSource() == null
                ? project.getFile().getPath()
                : version.getSource().getLocation() + ", line " + version.getLineNumber();
        return Optional.of(new PomVersion(project.getVersion(), where, check, offered));
    }
}
