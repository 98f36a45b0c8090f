import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One goal of this plugin, for projects whose POM names the plugin.
 *
 * @param name without the prefix
 * @param interpreter what {@code pyb.python} is
 * @param store what {@code pyb.store} is
 */
record Goal(Plugin plugin, String name, String interpreter, Path store) {

    private static final Pattern HOOK =
            Pattern.compile("\"step\": \"(?:get_requires_for_)?(?:build|prepare_metadata_for_build)_\\w+\",\\s*"
                    + "\"milliseconds\": (\\d+)");

    static Goal of(Plugin plugin, String name) {
        return new Goal(
                plugin,
                name,
                plugin.python().executable().toString(),
                plugin.machine().target("store"));
    }

    Goal with(String otherInterpreter) {
        return new Goal(plugin, name, otherInterpreter, store);
    }

    Goal keepingIn(Path otherStore) {
        return new Goal(plugin, name, interpreter, otherStore);
    }

    List<String> command(String... options) {
        List<String> words =
                new ArrayList<>(List.of("pyb:" + name, "-Dpyb.python=" + interpreter, "-Dpyb.store=" + store));
        words.addAll(List.of(options));
        return plugin.command(words);
    }

    /** Builds one project, and looks whether there is a wheel then. */
    GoalTime run(Path checkout) throws IOException, InterruptedException, Failure {
        Ended ended = Tool.run(plugin.machine(), checkout, "target/dist", command());
        double goal = seconds(ended, name);
        return new GoalTime(goal, ended.seconds(), goal - hooks(checkout));
    }

    /** How long a goal of Maven's own takes that finds nothing to do, in seconds. */
    static double idle(Plugin plugin, Path checkout) throws IOException, InterruptedException, Failure {
        return seconds(
                plugin.machine().runOrFail(checkout, plugin.command(List.of("clean:clean")), "Maven cannot clean"),
                "clean");
    }

    private static double seconds(Ended ended, String goal) throws Failure {
        return ended.between(
                        Pattern.compile("--- .*:" + goal + " \\(").asPredicate(),
                        line -> line.contains("BUILD SUCCESS"))
                .orElseThrow(() -> new Failure("Maven does not say when the goal begins and ends\n" + ended.text()));
    }

    /** What the report says of the processes that the hooks ran in. */
    static double hooks(Path checkout) throws IOException, Failure {
        Matcher matcher = HOOK.matcher(Files.readString(checkout.resolve("target/pyb/report.json")));
        double milliseconds = 0;
        int hooks = 0;
        while (matcher.find()) {
            milliseconds += Double.parseDouble(matcher.group(1));
            hooks++;
        }
        if (hooks == 0) {
            throw new Failure("there is no hook in the report of " + checkout);
        }
        return milliseconds / 1e3;
    }
}
