package io.github.pyb.build;

import io.github.pyb.dist.WheelArchive;
import io.github.pyb.dist.WheelName;
import io.github.pyb.env.Pin;
import io.github.pyb.env.PinnedFile;
import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Wheels that Maven provides, of modules of the same reactor or from a repository. What is required of their projects is
 * taken from them: no index is asked for it, and no other version will do.
 */
final class ProvidedWheels {

    private static final String CONSTRAINTS = "constraints.txt";

    private final List<Provided> wheels;

    private ProvidedWheels(List<Provided> wheels) {
        this.wheels = wheels;
    }

    /**
     * One of them.
     *
     * @param name its own name, by which installers know what it is
     * @param file where it is, under whatever name
     */
    private record Provided(WheelName name, Path file) {}

    /**
     * Looks into the files.
     *
     * @throws UserProblem if one of them is no wheel
     */
    static ProvidedWheels read(Collection<Path> files) throws UserProblem, MachineProblem {
        Map<String, Provided> byName = new TreeMap<>();
        for (Path file : files) {
            WheelName name = WheelArchive.open(file).name();
            Provided earlier = byName.putIfAbsent(name.fileName(), new Provided(name, file));
            if (earlier != null) {
                Optional<String> difference = WheelArchive.difference(earlier.file(), file);
                if (difference.isPresent()) {
                    throw ambiguous(
                            "two wheels that the module depends on are both called " + name.fileName()
                                    + ", but are not the same: " + difference.get(),
                            List.of(earlier, new Provided(name, file)));
                }
            }
        }
        return new ProvidedWheels(List.copyOf(byName.values()));
    }

    /**
     * Those that an interpreter can use. Which of several wheels of one project it is has to be beyond doubt; of a single
     * one the installer will say if it does not fit.
     */
    ProvidedWheels fitting(Interpreter interpreter) throws UserProblem {
        if (isEmpty()) {
            return this;
        }
        Map<ProjectName, List<Provided>> byProject = wheels.stream()
                .collect(Collectors.groupingBy(wheel -> wheel.name().project(), TreeMap::new, Collectors.toList()));
        List<Provided> chosen = new ArrayList<>();
        for (Map.Entry<ProjectName, List<Provided>> project : byProject.entrySet()) {
            List<Provided> all = project.getValue();
            List<Provided> fitting = all.size() == 1
                    ? all
                    : all.stream()
                            .filter(wheel -> WheelFit.fits(wheel.name(), interpreter))
                            .toList();
            if (fitting.size() != 1) {
                throw ambiguous(
                        (fitting.isEmpty() ? "none" : "more than one") + " of the wheels of " + project.getKey()
                                + " that the module depends on fits " + interpreter.describe(),
                        fitting.isEmpty() ? all : fitting);
            }
            chosen.add(fitting.get(0));
        }
        return new ProvidedWheels(chosen);
    }

    boolean isEmpty() {
        return wheels.isEmpty();
    }

    /** Their versions, by project. */
    Map<ProjectName, Version> versions() {
        return wheels.stream()
                .collect(Collectors.toMap(
                        wheel -> wheel.name().project(), wheel -> wheel.name().version()));
    }

    /**
     * Those of some projects, as they are at the moment.
     *
     * @param directory where {@link #materialise} has put them
     */
    List<Pin> pins(Collection<ProjectName> projects, Path directory) throws MachineProblem {
        List<Pin> pins = new ArrayList<>();
        for (Provided wheel : wheels) {
            if (projects.contains(wheel.name().project())) {
                Path copy = directory.resolve(wheel.name().fileName());
                try {
                    String hash = Sha256.of(copy);
                    pins.add(new Pin(
                            wheel.name().project(),
                            wheel.name().version().toString(),
                            Optional.of(copy.toUri().toASCIIString()),
                            new TreeSet<>(List.of("sha256:" + hash)),
                            List.of(new PinnedFile(
                                    wheel.name().fileName(), hash, Optional.empty(), Optional.of(copy)))));
                } catch (IOException e) {
                    throw MachineProblem.of("cannot read a wheel that the module depends on", copy, e);
                }
            }
        }
        return pins;
    }

    /** What they are, for the log. */
    String words() {
        return wheels.stream()
                .map(wheel -> wheel.name().project() + " " + wheel.name().version())
                .collect(Collectors.joining(", "));
    }

    /**
     * Puts them into a directory, each under its own name. Files that are there already and have not changed stay as they
     * are.
     *
     * @return the files
     */
    List<Path> copyInto(Path directory) throws MachineProblem {
        List<Path> copies = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (Provided wheel : wheels) {
                Path copy = directory.resolve(wheel.name().fileName());
                AtomicFiles.copy(wheel.file(), copy);
                copies.add(copy);
            }
            return copies;
        } catch (IOException e) {
            throw MachineProblem.of("cannot copy the wheels that the module depends on", directory, e);
        }
    }

    /**
     * The same with a directory that is for them alone, and a file with constraints, by which an installer takes these
     * wheels and no others.
     *
     * @return that file; nothing if there are no wheels
     */
    Optional<Path> materialise(Path directory) throws MachineProblem {
        if (wheels.isEmpty()) {
            TreeRemoval.remove(directory);
            return Optional.empty();
        }
        List<Path> copies = copyInto(directory);
        Path constraints = directory.resolve(CONSTRAINTS);
        try {
            removeOthers(directory, copies);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < wheels.size(); i++) {
                // Installers prefer the highest version, wherever it is; an address leaves them no choice. With the sum
                // in it, the same words mean the same wheel.
                text.append(wheels.get(i).name().project().normalised())
                        .append(" @ ")
                        .append(copies.get(i).toUri().toASCIIString())
                        .append("#sha256=")
                        .append(Sha256.of(copies.get(i)))
                        .append('\n');
            }
            AtomicFiles.write(constraints, text.toString());
            return Optional.of(constraints);
        } catch (IOException e) {
            throw MachineProblem.of("cannot prepare the wheels that the module depends on", directory, e);
        }
    }

    private static void removeOthers(Path directory, List<Path> copies) throws IOException, MachineProblem {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!copies.contains(entry)) {
                    TreeRemoval.remove(entry);
                }
            }
        }
    }

    /**
     * Checks requirements before they are installed, because an installer would only say that there is a conflict.
     *
     * @param source who requires them
     * @throws UserProblem if one of them asks for another version than the wheel has, or for something from elsewhere
     */
    void check(Collection<String> requirements, String source) throws UserProblem {
        for (String text : requirements) {
            Optional<Requirement> requirement = Requirement.parse(text);
            // Whether a marker applies is for the installer to say.
            if (requirement.isPresent() && requirement.get().marker().isEmpty()) {
                check(requirement.get(), text, source);
            }
        }
    }

    private void check(Requirement requirement, String text, String source) throws UserProblem {
        for (Provided wheel : wheels) {
            Version version = wheel.name().version();
            if (!wheel.name().project().equals(requirement.name())
                    || (requirement.url().isEmpty() && requirement.specifiers().contains(version))) {
                continue;
            }
            throw new UserProblem(
                    ProblemKind.INSTALL_FAILED,
                    Explanation.of("the build requires "
                                    + (requirement.url().isPresent()
                                            ? requirement.name() + " from another place"
                                            : "another version of " + requirement.name())
                                    + " than the one that Maven provides")
                            .line("required", "\"" + text + "\" (" + source + ")")
                            .line("provided", requirement.name() + " " + version + ", " + wheel.file())
                            .attempt("make the two agree: the requirement, and the version in the POM of "
                                    + requirement.name() + " or in the dependency on it")
                            .attempt("or remove the dependency of type whl from the POM, if the requirement is to be"
                                    + " had from elsewhere"));
        }
    }

    private static UserProblem ambiguous(String what, List<Provided> wheels) {
        Explanation explanation = Explanation.of(what);
        for (Provided wheel : wheels) {
            explanation = explanation.line("wheel", wheel.name().fileName() + " (" + wheel.file() + ")");
        }
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                explanation.attempt("let the module depend on the one that is meant, by its classifier"));
    }
}
