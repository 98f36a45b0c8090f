import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is measured together, because it is compared.
 *
 * @param name what it is called on the command line
 * @param runs what takes turns
 * @param bars what is read from it
 */
record Part(String name, List<Run> runs, List<Bar> bars) {

    /** Runs something once, and writes down what it took. */
    @FunctionalInterface
    interface Run {
        void once(Samples samples) throws IOException, InterruptedException, Failure;
    }

    /** Measures, and answers with rows of a table. A first round, which fills the caches, does not count. */
    List<String> rows(Machine machine, int repetitions) throws IOException, InterruptedException, Failure {
        Samples samples = new Samples();
        for (int repetition = 0; repetition <= repetitions; repetition++) {
            machine.say(
                    name + ": " + (repetition == 0 ? "warming up" : "repetition " + repetition + " of " + repetitions));
            // Another order each time, so that nothing always runs in the wake of the same other one.
            List<Run> turns = new ArrayList<>(runs);
            Collections.shuffle(turns, new Random(repetition));
            Samples counted = repetition == 0 ? new Samples() : samples;
            for (Run run : turns) {
                run.once(counted);
            }
        }
        return bars.stream().map(bar -> bar.row(name, samples)).toList();
    }
}
