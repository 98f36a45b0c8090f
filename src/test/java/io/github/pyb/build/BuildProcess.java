package io.github.pyb.build;

import io.github.pyb.problem.Problem;
import io.github.pyb.testing.MavenRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A build in a JVM of its own, as far as builds are concerned another Maven. */
final class BuildProcess {

    private BuildProcess() {}

    /**
     * Starts a build of a {@link WitnessModule}.
     *
     * @param said where it writes what it says
     */
    static Process start(Path module, Path wheels, Path store, Path said, Map<String, String> variables)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Started many times, and never for long.
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                BuildProcess.class.getName(),
                module.toString(),
                wheels.toString(),
                store.toString()));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        return new ProcessBuilder(command)
                .directory(
                        MavenRun.targetDirectory().toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        Builds build = WitnessModule.at(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        for (String variable : List.of(arguments).subList(3, arguments.length)) {
            String[] parts = variable.split("=", 2);
            build.variables.put(parts[0], parts[1]);
        }
        try {
            WitnessModule.steps(build.wheel()).forEach(step -> System.out.println("STEP " + step));
        } catch (Problem e) {
            System.out.println("FAILED " + e.explanation().text());
            System.exit(1);
        } finally {
            build.log.lines().forEach(System.out::println);
        }
    }

    /** The lines of one kind that a build has said. */
    static List<String> lines(Path said, String kind) throws IOException {
        return Files.readAllLines(said).stream()
                .filter(line -> line.startsWith(kind + " "))
                .map(line -> line.substring(kind.length() + 1))
                .toList();
    }
}
