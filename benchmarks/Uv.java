import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** uv, where the index has it. */
record Uv(Machine machine, Python python, Path executable, String release) implements Tool {

    static final String RELEASE = "uv==0.13.9";

    static final String PROCESS = "`uv build`";

    static Optional<Tool> install(Machine machine, Python python, String release)
            throws IOException, InterruptedException {
        try {
            Path environment = python.environmentWith(release);
            return Optional.of(
                    new Uv(machine, python, environment.resolveSibling(Machine.windows() ? "uv.exe" : "uv"), release));
        } catch (Failure e) {
            machine.say("SKIPPED: uv, because of this: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        return Map.of(PROCESS, seconds(project, "--wheel"));
    }

    /** How long it takes for a fresh checkout. */
    double seconds(Project project, String... options) throws IOException, InterruptedException, Failure {
        return Tool.run(machine, project.checkout(machine, "uv"), "dist", command(options))
                .seconds();
    }

    /** A command that builds what it is run in. */
    List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "build",
                "--no-config",
                "--python",
                python.executable().toString()));
        command.addAll(List.of(options));
        return command;
    }

    @Override
    public String describe() {
        return release;
    }
}
