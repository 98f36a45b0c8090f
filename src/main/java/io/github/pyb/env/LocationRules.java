package io.github.pyb.env;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.host.Host;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/** Says whether an environment may stand at a place. Looks only; whatever is refused stays as it is. */
public final class LocationRules {

    private static final List<String> PROJECT_MARKS = List.of("pom.xml", ".git");

    /** Room that is needed below the environment's directory, for the paths of what is installed in it. */
    private static final int ROOM_BELOW = 256;

    private static final int MAX_PATH_LINUX = 4096;
    private static final int MAX_PATH_MACOS = 1024;

    /** Windows counts to 260 in all; a shorter room below is a compromise between the two halves of a path. */
    private static final int LIMIT_WINDOWS = 140;

    private final Host host;
    private final List<Path> untouchable;

    /** @param untouchable directories that must not be an environment, nor stand in one */
    public LocationRules(Host host, List<Path> untouchable) {
        this.host = host;
        this.untouchable = untouchable;
    }

    /**
     * Checks a place.
     *
     * @param location an absolute path
     * @return the directory that will be used: the place itself, or what it links to
     */
    public Path check(Path location) throws UserProblem, MachineProblem {
        Path place = location.normalize();
        checkText(place);
        checkGround(place, place);
        try {
            return checkFinding(place);
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the environment's location", place, e);
        }
    }

    private void checkText(Path place) throws UserProblem {
        String text = place.toString();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused(place, "its path has a line end or another control character in it");
        }
        if (text.contains(host.pathSeparator())) {
            throw refused(
                    place,
                    "its path has a \"" + host.pathSeparator() + "\" in it, which separates the entries of PATH; no"
                            + " script of the environment would be found");
        }
        int length = host.isWindows() ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        if (length > limit()) {
            throw refused(
                    place,
                    "its path is too long for the environment's scripts to start (" + length + ", at most " + limit()
                            + ")");
        }
    }

    private int limit() {
        return switch (host.family()) {
            case WINDOWS -> LIMIT_WINDOWS;
            case MACOS -> MAX_PATH_MACOS - ROOM_BELOW;
            case LINUX, UNIX -> MAX_PATH_LINUX - ROOM_BELOW;
        };
    }

    /**
     * Grounds on which nothing of ours may ever be emptied.
     *
     * @param named what the user named
     * @param place the same, or what it links to
     */
    private void checkGround(Path named, Path place) throws UserProblem {
        if (place.getParent() == null) {
            throw refused(named, "it is the root of a file system");
        }
        if (isSame(place, host.home())) {
            throw refused(named, "it is the home directory");
        }
        for (Path directory : untouchable) {
            if (isSameOrAbove(place, directory)) {
                throw refused(named, "it is the directory of the project, or above it: " + directory);
            }
        }
        for (String mark : PROJECT_MARKS) {
            if (Files.exists(place.resolve(mark), LinkOption.NOFOLLOW_LINKS)) {
                throw refused(named, "it holds a " + mark + ", so it is the directory of a project");
            }
        }
    }

    private Path checkFinding(Path place) throws IOException, UserProblem {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            checkParents(place);
            return place;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path directory = place;
        if (attributes.isSymbolicLink()) {
            if (!Files.exists(place)) {
                throw refused(place, "it is a link to nowhere (" + Files.readSymbolicLink(place) + ")");
            }
            directory = place.toRealPath();
            checkGround(place, directory);
            attributes = Files.readAttributes(directory, BasicFileAttributes.class);
        }
        if (attributes.isRegularFile()) {
            throw refused(place, "it is a file");
        }
        if (!attributes.isDirectory()) {
            throw refused(place, "it is a device or another special file");
        }
        checkOwner(place, directory);
        OwnedDirectory.Finding finding = OwnedDirectory.inspect(directory);
        if (finding instanceof OwnedDirectory.Finding.Foreign foreign) {
            throw OwnedDirectory.foreign(place, foreign.firstEntries());
        }
        if (finding instanceof OwnedDirectory.Finding.Owned owned
                && owned.ownership().kind() != Ownership.Kind.ENVIRONMENT) {
            throw refused(place, "it is the work directory of this plugin");
        }
        return directory;
    }

    private static void checkParents(Path place) throws UserProblem {
        for (Path parent = place.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.isDirectory(parent)) {
                return;
            }
            if (Files.exists(parent)) {
                throw refused(place, "above it there is a file: " + parent);
            }
            if (Files.isSymbolicLink(parent)) {
                throw refused(place, "above it there is a link to nowhere: " + parent);
            }
        }
    }

    /**
     * Where everybody may create directories, as in {@code /tmp}, somebody else may have been there first, and could
     * later change what we install.
     */
    private static void checkOwner(Path named, Path directory) throws IOException, UserProblem {
        Path ourselves = Path.of("/proc/self");
        Path parent = directory.getParent();
        if (parent == null || !Files.isDirectory(ourselves)) {
            return;
        }
        boolean shared = Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_WRITE);
        if (shared && !Files.getOwner(directory).equals(Files.getOwner(ourselves))) {
            throw refused(
                    named,
                    "it belongs to another user (" + Files.getOwner(directory) + "), and everybody may write to "
                            + parent);
        }
    }

    private static boolean isSameOrAbove(Path place, Path directory) {
        return directory.normalize().startsWith(place) || real(directory).startsWith(real(place));
    }

    private static boolean isSame(Path place, Path directory) {
        return place.equals(directory.normalize()) || real(place).equals(real(directory));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static UserProblem refused(Path place, String why) {
        return new UserProblem(
                ProblemKind.LOCATION_REFUSED,
                Explanation.of("the environment cannot stand there: " + why)
                        .where(place)
                        .attempt("name an empty directory, or one that does not exist yet, with envDir"
                                + " (-Dbuild.env.dir)"));
    }
}
