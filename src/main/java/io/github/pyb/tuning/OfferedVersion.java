package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells hooks the version of the POM, in a variable of our own that every project may read. Tools that work out a version
 * from version control have variables that overrule that; those are set only if the user asks for it, because a project
 * would otherwise get another version the day a POM is put beside it.
 *
 * @param version the version, in the words of PEP 440
 * @param overVersionControl whether it overrules version control
 */
public record OfferedVersion(String version, boolean overVersionControl) {

    private static final String OURS = "PYB_PROJECT_VERSION";

    /** The first is read by all that is built on setuptools-scm: hatch-vcs, flit-scm, scikit-build-core. */
    private static final List<String> OF_TOOLS = List.of(
            "SETUPTOOLS_SCM_PRETEND_VERSION",
            "PBR_VERSION",
            "PDM_BUILD_SCM_VERSION",
            "POETRY_DYNAMIC_VERSIONING_BYPASS",
            "UV_DYNAMIC_VERSIONING_BYPASS");

    /** Sets the variables, but for those that the user or the machine has set already. */
    public EnvironmentChanges offer(EnvironmentChanges changes, Host host) {
        List<String> names = new ArrayList<>(List.of(OURS));
        if (overVersionControl) {
            names.addAll(OF_TOOLS);
        }
        names.removeAll(changes.applyTo(host).keySet());
        EnvironmentChanges offered = changes;
        for (String name : names) {
            offered = offered.with(name, version);
        }
        return offered;
    }
}
