import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What fifty modules in one run of Maven take. */
final class ReactorParts {

    /** Everything that is garbage is collected ten times a second, and a line says what is left. */
    private static final Map<String, String> COLLECTING = Map.of(
            "MAVEN_OPTS",
            "-XX:+UseG1GC -XX:G1PeriodicGCInterval=100 -XX:-G1PeriodicGCInvokesConcurrent"
                    + " -XX:G1PeriodicGCSystemLoadThreshold=0 -Xlog:gc");

    private static final Pattern COLLECTED = Pattern.compile("Pause Full .*->(\\d+)M\\(");

    private static final String EACH = " / `python -m build --wheel`, for each of " + Reactor.MODULES + " modules";

    private final Tools tools;
    private final Machine machine;
    private final Goal wheel;

    ReactorParts(Tools tools) {
        this.tools = tools;
        this.machine = tools.machine();
        this.wheel = Goal.of(tools.plugin(), "wheel");
    }

    /** Seconds for each module, with all that is around the goals. */
    Part reactor() throws IOException, Failure {
        Reactor reactor = Reactor.in(machine);
        return new Part(
                "reactor",
                List.of(
                        samples -> {
                            Path checkout = reactor.checkout(machine, "pyb");
                            Ended ended = maven(checkout, wheel.command(), Map.of());
                            samples.add("one", each(ended));
                            samples.add("own", new ReactorGoals(ended).ownAfterTheFirst(checkout));
                        },
                        samples -> samples.add("two", each(maven(reactor, wheel.command("-T", "2"), Map.of()))),
                        samples -> samples.add("peer", loop(reactor) / Reactor.MODULES)),
                List.of(
                        Bar.ratio("whole `mvn pyb:wheel`" + EACH, "one", "peer", 0.30),
                        Bar.ratio("whole `mvn -T 2 pyb:wheel`" + EACH, "two", "peer", 0.17),
                        Bar.milliseconds(
                                "`pyb:wheel` less the backends' hooks, for each module but the first", "own", 100)));
    }

    private static double each(Ended ended) {
        return ended.seconds() / Reactor.MODULES;
    }

    /** What is on the heap of Maven and no garbage, at most. */
    Part heap() throws IOException, Failure {
        Reactor reactor = Reactor.in(machine);
        List<String> plain = tools.plugin().command(List.of("validate"));
        return new Part(
                "heap",
                List.of(
                        samples -> samples.add("plain", live(run(reactor.checkout(machine, "pyb"), plain, COLLECTING))),
                        samples -> samples.add("one", live(maven(reactor, wheel.command(), COLLECTING))),
                        samples -> samples.add("two", live(maven(reactor, wheel.command("-T", "2"), COLLECTING)))),
                List.of(growth("`mvn pyb:wheel`", "one"), growth("`mvn -T 2 pyb:wheel`", "two")));
    }

    private static Bar growth(String command, String ours) {
        return Bar.megabytes(
                "heap of " + command + " − heap of `mvn validate`, " + Reactor.MODULES + " modules", ours, "plain", 64);
    }

    private Ended maven(Reactor reactor, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException, Failure {
        return maven(reactor.checkout(machine, "pyb"), command, variables);
    }

    private Ended maven(Path checkout, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException, Failure {
        Ended ended = run(checkout, command, variables);
        for (Path module : Reactor.modules(checkout)) {
            Outcome.only(module.resolve("target/dist"), ".whl");
        }
        return ended;
    }

    private Ended run(Path checkout, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException, Failure {
        return machine.runOrFail(checkout, command, variables, "a build has failed: " + String.join(" ", command));
    }

    private double loop(Reactor reactor) throws IOException, InterruptedException, Failure {
        Path checkout = reactor.checkout(machine, "build");
        double seconds = 0;
        for (Path module : Reactor.modules(checkout)) {
            seconds += tools.peer().seconds(module, "--wheel");
        }
        return seconds;
    }

    private static double live(Ended ended) throws Failure {
        return ended.lines().stream()
                .map(line -> COLLECTED.matcher(line.text()))
                .filter(Matcher::find)
                .mapToDouble(matcher -> Double.parseDouble(matcher.group(1)))
                .max()
                .orElseThrow(() -> new Failure("the JVM does not say what is left on its heap\n" + ended.text()));
    }
}
