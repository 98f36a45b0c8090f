import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
        return Map.of(PROCESS, seconds(project, "--wheel"));
    }

    /** How long it takes for a fresh checkout. */
    double seconds(Project project, String... options) throws IOException, InterruptedException, Failure {
        return seconds(project.checkout(machine, "build"), options);
    }

    double seconds(Path checkout, String... options) throws IOException, InterruptedException, Failure {
        return Tool.run(machine, checkout, "dist", command(options)).seconds();
    }

    /** A command that builds what it is run in. */
    List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "build"));
        command.addAll(List.of(options));
        return command;
    }

    /** Builds everything that can be built of a checkout. */
    Outcome buildAll(Side side, Path checkout, Instant timestamp) throws IOException, InterruptedException, Failure {
        Path wheel = built(side, checkout, timestamp, "wheel", List.of("--wheel"));
        Path both = built(side, checkout, timestamp, "build", List.of());
        return new Outcome(
                checkout,
                side.home(),
                Outcome.only(wheel, ".whl"),
                Outcome.only(both, ".tar.gz"),
                Outcome.only(both, ".whl"));
    }

    private Path built(Side side, Path checkout, Instant timestamp, String what, List<String> options)
            throws IOException, InterruptedException, Failure {
        Path results = side.results("build", checkout, what);
        List<String> command = new ArrayList<>(List.of(
                "env",
                "SOURCE_DATE_EPOCH=" + timestamp.getEpochSecond(),
                python.toString(),
                "-m",
                "build",
                "--outdir",
                results.toString()));
        command.addAll(options);
        side.run(checkout, command);
        return results;
    }

    @Override
    public String describe() {
        return release;
    }
}
