import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The interpreter that all tools build with. */
record Python(Machine machine, Path executable, String version, String pip) {

    static Python find(Machine machine, String wanted) throws IOException, InterruptedException, Failure {
        List<String> candidates = wanted.isEmpty() ? List.of("python3", "python") : List.of(wanted);
        // Never a shim, which would cost each run of one tool something, and of another nothing.
        String question = "import platform, sys; print(sys.executable); print(platform.python_implementation(),"
                + " platform.python_version())";
        for (String candidate : candidates) {
            try {
                Ended answer = machine.run(machine.project(), List.of(candidate, "-c", question));
                if (answer.exitCode() == 0) {
                    Path executable = Path.of(answer.lines().get(0).text());
                    return new Python(machine, executable, answer.lines().get(1).text(), pip(machine, executable));
                }
            } catch (IOException e) {
                machine.say(candidate + " cannot be started: " + e.getMessage());
            }
        }
        throw new Failure("no Python: " + String.join(" and ", candidates) + " cannot be run; name one with --python");
    }

    private static String pip(Machine machine, Path executable) throws IOException, InterruptedException {
        Ended answer = machine.run(machine.project(), List.of(executable.toString(), "-m", "pip", "--version"));
        return answer.exitCode() == 0 ? answer.text().split(" ", 3)[1] : "";
    }

    /** A virtual environment with one distribution in it. The pip in it is the one that the plugin will use. */
    Path environmentWith(String requirement) throws IOException, InterruptedException, Failure {
        // One for each interpreter: another one may be nobody else's to run.
        Path environment = machine.target(requirement.replace("==", "-") + "-"
                + Integer.toHexString(executable.toString().hashCode()));
        Path python = environment.resolve(Machine.windows() ? "Scripts/python.exe" : "bin/python");
        if (!Files.exists(python)) {
            machine.runOrFail(
                    machine.project(),
                    List.of(executable.toString(), "-m", "venv", environment.toString()),
                    "cannot make a virtual environment for " + requirement);
        }
        List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "-q", requirement));
        if (!pip.isEmpty()) {
            command.add("pip==" + pip);
        }
        machine.runOrFail(
                machine.project(),
                command,
                "cannot install " + requirement + "; the benchmark needs the package index that pip is configured for,"
                        + " this time as well as for the build requirements");
        return python;
    }

    /** Such as {@code 3.12}. */
    String minor() {
        return version.replaceFirst(".* (\\d+\\.\\d+).*", "$1");
    }

    String describe() {
        return version + ", pip " + (pip.isEmpty() ? "of ensurepip" : pip);
    }
}
