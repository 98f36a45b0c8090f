import java.io.IOException;
import java.nio.file.Path;

/** Compares this plugin with other frontends, side by side on the same projects. README.md says how and why. */
public final class Benchmark {

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            Options options = Options.parse(arguments);
            Machine machine = new Machine(Path.of(System.getProperty("benchmarks.directory", "benchmarks")));
            String report = comparison(options, machine).run();
            System.out.println(report);
            if (options.output().isPresent()) {
                Page.put(report, options.comparison(), options.output().get());
            }
        } catch (Failure e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Comparison comparison(Options options, Machine machine) throws Failure {
        return switch (options.comparison()) {
            case "early-classes" -> new EarlyClassLists(options, machine);
            case "compiler-caches" -> new CompilerCacheHits(options, machine);
            case "incremental" -> new IncrementalBuilds(options, machine);
            case "performance" -> new Performance(options, machine);
            case "times" -> new FrontendTimes(options, machine);
            case "reproducibility" -> new Reproducibility(options, machine);
            default -> throw Options.wrong("there is no comparison called " + options.comparison());
        };
    }
}
