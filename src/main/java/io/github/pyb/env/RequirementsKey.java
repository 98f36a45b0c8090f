package io.github.pyb.env;

import io.github.pyb.fs.Sha256;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for requirements and for everything that decides what they are resolved to, but for what the package index has
 * at that moment. Built from lines of text, which are hashed in the end.
 */
final class RequirementsKey {

    /** To be raised when something about environments changes that the rest of the key does not tell. */
    static final int RECIPE = 2;

    /** A hash in an address; whoever takes what is there checks it. */
    private static final Pattern HASHED =
            Pattern.compile("https?://.*#(?:.*&)?sha(?:256|384|512)=[0-9a-fA-F]{64,128}(?:&.*)?");

    /** Another file, named in a file of requirements or constraints. */
    private static final Pattern INCLUDED =
            Pattern.compile("(?m)^\\s*(?:-r|-c|--requirement|--constraint)[=\\s]*(?<file>[^\\s#]+)");

    /** What in a configuration may be a path. */
    private static final Pattern WORD = Pattern.compile("[^\\s=,;'\"\\[\\]]+");

    /** A larger file is no configuration; of its words none is looked at. */
    private static final int LARGEST = 1 << 20;

    private final List<String> lines = new ArrayList<>();
    private final Set<ProjectName> direct = new HashSet<>();
    private final Set<Path> seen = new HashSet<>();

    private boolean locked;

    /** Empty if all of it means the same for ever. */
    private String changeable = "";

    private RequirementsKey() {}

    /**
     * The key of some requirements.
     *
     * @param changes how what the installer sees differs from what Maven sees
     */
    static RequirementsKey of(
            String state,
            List<String> requirements,
            Installer installer,
            EnvironmentSettings settings,
            Host host,
            EnvironmentChanges changes)
            throws IOException, UserProblem, MachineProblem, InterruptedException {
        return of(
                state,
                requirements,
                installer.identity() + "\n" + settings.indexes().identity(),
                InstallerConfiguration.of(settings.installer().kind(), host, changes.applyTo(host)),
                settings.constraints());
    }

    /**
     * The key of some requirements.
     *
     * @param state what is installed already
     * @param installer the program, and which release of it
     */
    static RequirementsKey of(
            String state,
            List<String> requirements,
            String installer,
            InstallerConfiguration configuration,
            List<Path> constraints)
            throws IOException {
        RequirementsKey key = new RequirementsKey();
        key.lines.add("recipe " + RECIPE);
        key.lines.add("state " + state);
        key.lines.add("installer " + installer);
        for (String requirement : requirements) {
            key.addRequirement(requirement);
        }
        for (Path file : constraints) {
            key.addFile(file);
        }
        configuration.variables().forEach((name, value) -> key.lines.add("variable " + name + "=" + value));
        for (String value : configuration.variables().values()) {
            key.addFilesNamedIn(value);
        }
        for (Path file : configuration.files()) {
            key.addConfiguration(file);
        }
        return key;
    }

    /** The key of what is settled already: then nothing else counts, neither an installer nor the time. */
    static RequirementsKey ofLocked(String state, List<Pin> pins) {
        RequirementsKey key = new RequirementsKey();
        key.lines.add("recipe " + RECIPE);
        key.lines.add("state " + state);
        for (Pin pin : pins) {
            key.lines.add("locked " + pin.line());
            pin.address().ifPresent(address -> key.direct.add(pin.name()));
        }
        key.locked = true;
        return key;
    }

    /** Whether what it stands for never becomes something else. */
    boolean isLocked() {
        return locked;
    }

    /** The key itself, hexadecimal digits. */
    String text() {
        return Sha256.ofText(String.join("\0\n", lines));
    }

    /** The same for what the requirements stood for when that was last found out, whatever they stand for now. */
    String lastText() {
        return Sha256.ofText(text() + "\0\nlast");
    }

    /** Why they may become something else without anybody noticing; nothing if they cannot. A sentence without its end. */
    Optional<String> changeable() {
        return Optional.of(changeable).filter(reason -> !reason.isEmpty());
    }

    /** Projects that come from a certain address, if they come at all. */
    Set<ProjectName> direct() {
        return Set.copyOf(direct);
    }

    private void addRequirement(String text) throws IOException {
        Optional<Requirement> requirement = Requirement.parse(text);
        lines.add("requirement " + InstallerConfiguration.withoutSecrets(text.strip()));
        if (requirement.isEmpty()) {
            changeable = "nobody knows what " + InstallerConfiguration.withoutSecrets(text) + " stands for";
        } else if (requirement.get().url().isPresent()) {
            direct.add(requirement.get().name());
            addAddress(requirement.get().url().get());
        }
    }

    private void addAddress(String address) throws IOException {
        Optional<Path> file = localFile(address);
        if (file.isPresent()) {
            lines.add("file " + Sha256.of(Files.readAllBytes(file.get())));
        } else if (!HASHED.matcher(address).matches()) {
            changeable =
                    "there may be something else at " + InstallerConfiguration.withoutSecrets(address) + " some day";
        }
    }

    private static Optional<Path> localFile(String address) {
        if (!address.startsWith("file:")) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(address.replaceFirst("#.*", ""));
            return Optional.of(Path.of(uri)).filter(Files::isRegularFile);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The content of a configuration file, and of the files that are named in it. */
    private void addConfiguration(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            lines.add("configuration " + file);
            addFilesNamedIn(addFile(file));
        }
    }

    private void addFilesNamedIn(String text) throws IOException {
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            Optional<Path> file = absolute(word.group());
            if (file.isPresent() && Files.isRegularFile(file.get()) && !holdsCertificates(file.get())) {
                addFile(file.get());
            }
        }
    }

    /** Certificates and keys decide whom an installer believes, not what there is. And they are long. */
    private static boolean holdsCertificates(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static Optional<Path> absolute(String word) {
        try {
            return word.startsWith("file:")
                    ? localFile(word)
                    : Optional.of(Path.of(word)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** @return its text, if there can be something of interest in it */
    private String addFile(Path file) throws IOException {
        if (!seen.add(file.normalize())) {
            return "";
        }
        byte[] content = Files.readAllBytes(file);
        String text = content.length > LARGEST ? "" : new String(content, StandardCharsets.UTF_8);
        String bare = InstallerConfiguration.withoutSecrets(text);
        lines.add("content " + (bare.equals(text) ? Sha256.of(content) : Sha256.ofText(bare)));
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.indexOf('@') >= 0) {
                addConstraint(line.replaceFirst("(?:^|\\s)#.*|\\s--hash.*", ""));
            }
        }
        for (Matcher included = INCLUDED.matcher(text); included.find(); ) {
            addIncluded(file, included.group("file"));
        }
        return text;
    }

    private void addIncluded(Path file, String other) throws IOException {
        if (LocalLinks.isRemote(other)) {
            addAddress(other);
            return;
        }
        try {
            Path path = file.resolveSibling(other);
            if (Files.isRegularFile(path)) {
                addFile(path);
            }
        } catch (InvalidPathException e) {
            // The installer will find the words for it.
            return;
        }
    }

    /** A constraint can be an address as well: whoever requires the project gets what is there. */
    private void addConstraint(String line) throws IOException {
        Optional<Requirement> constraint = Requirement.parse(line);
        Optional<String> address = constraint.flatMap(Requirement::url);
        if (address.isPresent()) {
            direct.add(constraint.get().name());
            addAddress(address.get());
        }
    }
}
