import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** PyPA build. */
record PypaBuild(Machine machine, Path python, String release) implements Tool {

    static final String RELEASE = "build==1.6.1";

    static final String PROCESS = "`python -m build`";

    static PypaBuild install(Machine machine, Python python, String release)
            throws IOException, InterruptedException, Failure {
        return new PypaBuild(machine, python.environmentWith(release), release);
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        List<String> command = List.of(python.toString(), "-m", "build", "--wheel");
        return Map.of(
                PROCESS,
                Tool.run(machine, project.checkout(machine, "build"), "dist", command)
                        .seconds());
    }

    @Override
    public String describe() {
        return release;
    }
}
