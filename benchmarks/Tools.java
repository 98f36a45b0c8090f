import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This plugin and the others, ready to be run. */
record Tools(Machine machine, Python python, Plugin plugin, PypaBuild peer, Optional<Uv> uv) {

    static Tools install(Machine machine, String python) throws IOException, InterruptedException, Failure {
        Python found = Python.find(machine, python);
        return new Tools(
                machine,
                found,
                Plugin.install(machine, found),
                PypaBuild.install(machine, found, PypaBuild.RELEASE),
                Uv.install(machine, found, Uv.RELEASE).map(Uv.class::cast));
    }

    List<String> describe() throws IOException, InterruptedException, Failure {
        List<String> facts = new ArrayList<>(List.of(plugin.describe(), peer.describe()));
        uv.ifPresent(tool -> facts.add(tool.describe()));
        facts.add(python.describe());
        return facts;
    }
}
