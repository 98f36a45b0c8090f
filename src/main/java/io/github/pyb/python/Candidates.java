package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which executables of the machine come into question for a request, the best first. */
final class Candidates {

    private final Host host;
    private final WindowsLauncher launcher;

    Candidates(Host host, WindowsLauncher launcher) {
        this.host = host;
        this.launcher = launcher;
    }

    /**
     * An executable that may be an interpreter.
     *
     * @param origin how it came into question, in a few words
     */
    record Candidate(Path path, String origin) {}

    List<Candidate> list(PythonRequest request, PythonWish wish) {
        if (request instanceof PythonRequest.Executable executable) {
            return List.of(new Candidate(executable.path(), "as asked for"));
        }
        List<Candidate> candidates = new ArrayList<>();
        if (request instanceof PythonRequest.Command command) {
            addFromPath(candidates, command.name());
            return candidates;
        }
        wish.toolchains().forEach(path -> candidates.add(new Candidate(path, "from toolchains.xml")));
        addVirtualEnvironment(candidates);
        List<String> commands =
                request instanceof PythonRequest.OfVersion version ? version.commands() : List.of("python3", "python");
        commands.forEach(command -> addFromPath(candidates, command));
        return candidates;
    }

    /** Those that only Windows itself knows of. Listing them starts a process, so they are the last to be looked at. */
    List<Candidate> registered(PythonRequest request) throws MachineProblem, InterruptedException {
        boolean named = request instanceof PythonRequest.Executable || request instanceof PythonRequest.Command;
        return named
                ? List.of()
                : launcher.interpreters().stream()
                        .map(path -> new Candidate(path, "known to the launcher py"))
                        .toList();
    }

    private void addVirtualEnvironment(List<Candidate> candidates) {
        host.variable("VIRTUAL_ENV").ifPresent(root -> {
            Path executable =
                    host.isWindows() ? Path.of(root, "Scripts", "python.exe") : Path.of(root, "bin", "python");
            candidates.add(new Candidate(executable, "from VIRTUAL_ENV"));
        });
    }

    private void addFromPath(List<Candidate> candidates, String command) {
        for (Path path : host.findOnPath(command)) {
            candidates.add(new Candidate(path, command + " on PATH"));
        }
    }
}
