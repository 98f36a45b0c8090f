package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The interpreter's own environment, for builds without isolation. The user looks after it: nothing is ever installed
 * here, requirements are only checked.
 */
public final class OwnEnvironment implements BuildEnvironment {

    private final BuildLog log;
    private final Interpreter interpreter;
    private final EnvironmentChanges changes;
    private final Inventory inventory;
    private final boolean skipDependencyCheck;
    private final Set<String> required = new LinkedHashSet<>();

    private OwnEnvironment(
            BuildLog log,
            Interpreter interpreter,
            EnvironmentChanges changes,
            Inventory inventory,
            boolean skipDependencyCheck) {
        this.log = log;
        this.interpreter = interpreter;
        this.changes = changes;
        this.inventory = inventory;
        this.skipDependencyCheck = skipDependencyCheck;
    }

    /**
     * The environment as it is now.
     *
     * @param settings of which the temporary directory, the variables and the timeout count
     * @param skipDependencyCheck whether requirements count as met without being looked at
     * @throws UserProblem if the interpreter does not tell what is installed
     */
    public static OwnEnvironment open(
            EnvironmentSettings settings,
            boolean skipDependencyCheck,
            Interpreter interpreter,
            ProcessRunner runner,
            BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        EnvironmentChanges changes = EnvironmentChanges.none()
                .with(interpreter.variables())
                .with(settings.childVariables())
                .with(settings.variables());
        Inventory inventory = new InventoryReader(runner, settings).read(interpreter, changes);
        log.info("Environment: that of " + interpreter.executable() + ", without isolation"
                + (skipDependencyCheck ? " and without a dependency check" : ""));
        return new OwnEnvironment(log, interpreter, changes, inventory, skipDependencyCheck);
    }

    @Override
    public Path python() {
        return interpreter.executable();
    }

    /** The user's variables as they are: this environment is theirs. */
    @Override
    public EnvironmentChanges changes() {
        return changes;
    }

    /**
     * Checks that requirements are installed, and what they require as well.
     *
     * @throws UserProblem if something is missing or has the wrong version; it names each with the way that leads there
     */
    @Override
    public void install(Collection<String> requirements) throws UserProblem {
        required.addAll(requirements);
        if (skipDependencyCheck) {
            return;
        }
        List<DependencyCheck.Unmet> unmet = DependencyCheck.unmet(inventory, requirements);
        if (!unmet.isEmpty()) {
            throw DependencyCheck.problem(unmet, interpreter.describe());
        }
        if (!requirements.isEmpty()) {
            log.debug("installed already: " + String.join(", ", requirements));
        }
    }

    @Override
    public Map<ProjectName, String> resolvedVersions() {
        return InstalledDistributions.ofRequired(inventory.versions(), required);
    }

    @Override
    public Map<ProjectName, String> installed() {
        return inventory.versions();
    }
}
