package io.github.pyb.build;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.host.Host;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Masking;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is written down after a failure, so that it can be understood later or elsewhere: the message, the whole log, what
 * was installed, the input of the step that failed, and a script that repeats that step.
 */
final class FailureEvidence {

    private final Host host;
    private final WorkDirectory work;

    FailureEvidence(Host host, WorkDirectory work) {
        this.host = host;
        this.work = work;
    }

    /**
     * Writes the evidence.
     *
     * @param last the process that failed, if one did
     * @param installed all that is installed in the environment
     * @param log the log of the build so far
     * @return the command that repeats the step that failed, if a script for that was written
     */
    Optional<String> write(Problem problem, Optional<ProcessSpec> last, Map<ProjectName, String> installed, Path log)
            throws MachineProblem {
        if (!work.isThere()) {
            // What we would leave has no marker of ours, and no later build would touch it.
            throw new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of(
                                    "the work directory was removed while the build was using it, so there is no evidence of"
                                            + " the failure")
                            .where(work.path())
                            .attempt("build again, and do not clean in the meantime"),
                    null);
        }
        Path directory = work.failure();
        TreeRemoval.remove(directory);
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("problem.txt"),
                    problem.kind().words() + "\n"
                            + Masking.mask(problem.explanation().text()) + "\n");
            Files.copy(log, directory.resolve("build.log"));
            writeInstalled(directory.resolve("installed.txt"), installed);
            return last.isPresent() ? Optional.of(writeReplay(last.get(), directory)) : Optional.empty();
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the evidence of the failure", directory, e);
        }
    }

    private static void writeInstalled(Path file, Map<ProjectName, String> installed) throws IOException {
        StringBuilder text = new StringBuilder();
        installed.forEach((name, version) ->
                text.append(name).append("==").append(version).append('\n'));
        Files.writeString(file, text);
    }

    private String writeReplay(ProcessSpec spec, Path directory) throws IOException {
        Map<Path, Path> kept = new LinkedHashMap<>();
        boolean complete = true;
        for (Path input : spec.inputs()) {
            Path copy = directory.resolve("input").resolve(input.getFileName().toString());
            complete &= copyTree(input, copy);
            kept.put(input, copy);
        }
        ReplayScript script = new ReplayScript(host, spec, kept, scratchDirectories(), complete);
        Path file = directory.resolve(script.fileName());
        Files.writeString(file, script.text());
        return script.invocation(file);
    }

    /** What a hook writes to; the next build removes them, but the script can be run after that, too. */
    private List<Path> scratchDirectories() throws IOException {
        List<Path> directories = new ArrayList<>(List.of(work.temporary()));
        try (DirectoryStream<Path> results = Files.newDirectoryStream(work.results())) {
            results.forEach(directories::add);
        }
        return directories;
    }

    /**
     * Copies what a process was given, without secrets: the evidence stays, and is passed around.
     *
     * @return whether there were none
     */
    private static boolean copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        AtomicBoolean complete = new AtomicBoolean(true);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Path relative = from.relativize(file);
                    Path copy = relative.toString().isEmpty() ? to : to.resolve(relative.toString());
                    // All of them are texts that we have written ourselves.
                    String text = Files.readString(file);
                    String masked = Masking.maskDocument(text);
                    Files.writeString(copy, masked);
                    complete.compareAndSet(true, masked.equals(text));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return complete.get();
    }
}
