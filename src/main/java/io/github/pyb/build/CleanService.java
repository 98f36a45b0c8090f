package io.github.pyb.build;

import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.LocationRequest;
import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.Waiting;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;

/** Removes what builds have left: environments and the work directory, each only if it carries our marker. */
public final class CleanService {

    private final IsolatedEnvironmentService environments;

    @Inject
    public CleanService(IsolatedEnvironmentService environments) {
        this.environments = environments;
    }

    /**
     * Clears the places of one module. Waits for builds that use them.
     *
     * @return what was removed
     * @throws UserProblem if there is something at a place that is not ours
     */
    public List<Path> clean(CleanRequest request, BuildLog log) throws Problem, InterruptedException {
        List<Path> removed = new ArrayList<>();
        if (request.envDir().isPresent()) {
            for (Path place : placesIn(request.envDir().get())) {
                clear(request, place, log, removed);
            }
        }
        if (request.sdistExtractDir().isPresent()) {
            for (Path place : placesIn(request.sdistExtractDir().get())) {
                clearOwned(request, place, Ownership.Kind.SDIST_DIRECTORY, log, removed);
            }
        }
        for (Path directory : ofInterpreters(request.buildDirectory())) {
            clearOwned(request, directory, Ownership.Kind.BUILD_DIRECTORY, log, removed);
        }
        if (request.store().isPresent()
                && IsolatedEnvironmentService.removeStore(request.store().get())) {
            removed.add(request.store().get());
        }
        if (!holdsOurs(request.workDirectory())) {
            return removed;
        }
        WorkDirectory work =
                WorkDirectory.claim(request.workDirectory(), builder(request), request.patience(), log::info);
        try {
            for (Path environment : environmentsIn(request.workDirectory())) {
                clear(request, environment, log, removed);
            }
            work.remove();
            removed.add(request.workDirectory());
        } finally {
            work.close();
        }
        return removed;
    }

    private static void clearOwned(
            CleanRequest request, Path place, Ownership.Kind kind, BuildLog log, List<Path> removed)
            throws Problem, InterruptedException {
        if (!holdsOurs(place)) {
            return;
        }
        OwnedDirectory.claim(
                        place,
                        Ownership.inUse(kind, builder(request), false),
                        new Waiting(request.patience(), log::info))
                .removeAndClose();
        removed.add(place);
    }

    private void clear(CleanRequest request, Path place, BuildLog log, List<Path> removed)
            throws Problem, InterruptedException {
        LocationRequest location = new LocationRequest(
                place,
                true,
                true,
                List.of(request.baseDirectory()),
                builder(request),
                request.patience(),
                "(being cleared)");
        if (environments.clear(location, log)) {
            removed.add(place);
        }
    }

    private static Ownership.Builder builder(CleanRequest request) {
        return new Ownership.Builder(
                "clean",
                request.baseDirectory().toString(),
                ProcessHandle.current().pid(),
                request.pluginVersion());
    }

    private static boolean holdsOurs(Path directory) throws UserProblem, MachineProblem {
        try {
            OwnedDirectory.Finding finding = OwnedDirectory.inspect(directory);
            if (finding instanceof OwnedDirectory.Finding.Foreign foreign) {
                throw OwnedDirectory.foreign(directory, foreign.firstEntries());
            }
            return finding instanceof OwnedDirectory.Finding.Owned;
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the directory", directory, e);
        }
    }

    /** A chosen place, or what several interpreters have for themselves below it. */
    private static List<Path> placesIn(Path chosen) throws UserProblem, MachineProblem {
        try {
            if (!(OwnedDirectory.inspect(chosen) instanceof OwnedDirectory.Finding.Foreign)) {
                return List.of(chosen);
            }
            List<Path> ours = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(chosen, Files::isDirectory)) {
                for (Path entry : entries) {
                    if (OwnedDirectory.inspect(entry) instanceof OwnedDirectory.Finding.Owned) {
                        ours.add(entry);
                    }
                }
            }
            return ours.isEmpty() ? List.of(chosen) : ours;
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the directory", chosen, e);
        }
    }

    private static List<Path> environmentsIn(Path workDirectory) throws MachineProblem {
        List<Path> found = new ArrayList<>(directoriesIn(WorkDirectory.environments(workDirectory)));
        found.addAll(directoriesIn(WorkDirectory.editables(workDirectory)));
        return found;
    }

    /** Which interpreters have built is not known any more; what else lies beside their directories stays. */
    private static List<Path> ofInterpreters(Optional<Path> buildDirectory) throws MachineProblem {
        List<Path> found = new ArrayList<>();
        try {
            for (Path directory : buildDirectory.isPresent() ? directoriesIn(buildDirectory.get()) : List.<Path>of()) {
                if (Files.isDirectory(directory)
                        && OwnedDirectory.inspect(directory) instanceof OwnedDirectory.Finding.Owned owned
                        && owned.ownership().kind() == Ownership.Kind.BUILD_DIRECTORY) {
                    found.add(directory);
                }
            }
            return found;
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the build directory", buildDirectory.orElseThrow(), e);
        }
    }

    private static List<Path> directoriesIn(Path parent) throws MachineProblem {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
                stream.forEach(found::add);
            } catch (IOException e) {
                throw MachineProblem.of("cannot look into the directory", parent, e);
            }
        }
        return found;
    }
}
