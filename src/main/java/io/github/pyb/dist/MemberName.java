package io.github.pyb.dist;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of an archive's member, taken apart. Only a name that stays within the directory into which it is unpacked can
 * be taken apart, on every system (PEP 721, and stricter).
 *
 * @param components the names on the way from the root of the archive; empty for the root itself, which some writers put
 *     in as {@code ./}
 */
record MemberName(List<String> components) {

    /** Names that Windows takes for devices, whatever follows the first dot. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$) *(\\..*)?");

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    /** Bytes that most file systems have for a name. */
    private static final int MAX_COMPONENT = 255;

    /** Takes a name apart that leads into the archive, and nowhere else. */
    static MemberName parse(String name, ArchiveLimits limits) throws RefusedArchive {
        if (name.isEmpty()) {
            throw RefusedArchive.damaged("a member has no name");
        }
        if (name.length() > limits.pathLength()) {
            throw RefusedArchive.tooLarge(name, "has a name of more than " + limits.pathLength() + " characters");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw RefusedArchive.hostile(name, "has a control character in its name");
        }
        if (isAbsolute(name)) {
            throw RefusedArchive.hostile(name, "has an absolute name");
        }
        if (name.contains("\\")) {
            throw RefusedArchive.hostile(
                    name, "has a backslash in its name, which separates directories on Windows only");
        }
        List<String> components = new ArrayList<>();
        for (String component : name.replaceFirst("/+$", "").split("/", -1)) {
            if (component.isEmpty()) {
                throw RefusedArchive.hostile(name, "has an empty directory name in its name");
            }
            if (component.equals("..")) {
                throw RefusedArchive.hostile(name, "leads upwards");
            }
            if (!component.equals(".")) {
                components.add(component);
            }
        }
        if (components.size() > limits.depth()) {
            throw RefusedArchive.tooLarge(name, "lies more than " + limits.depth() + " directories deep");
        }
        return new MemberName(List.copyOf(components));
    }

    /** Whether a system takes a name or the target of a link for one that does not start where the member is. */
    static boolean isAbsolute(String name) {
        return name.startsWith("/")
                || name.startsWith("\\")
                || DRIVE.matcher(name).matches();
    }

    String path() {
        return String.join("/", components);
    }

    /**
     * Refuses names that do not mean the same on every system, or that this one does not have.
     *
     * @param member the member that the names are from, for messages
     */
    static void checkPortable(String member, List<String> components) throws RefusedArchive {
        for (String component : components) {
            if (component.endsWith(".") || component.endsWith(" ")) {
                throw RefusedArchive.unportable(
                        member, "has a part in its name that ends with a dot or a blank, which Windows drops");
            }
            if (component.indexOf(':') >= 0) {
                throw RefusedArchive.unportable(
                        member, "has a colon in its name, after which Windows expects a hidden stream of the file");
            }
            if (DEVICE.matcher(component).matches()) {
                throw RefusedArchive.unportable(
                        member, "has a part in its name that is a device on Windows: " + component);
            }
            if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT) {
                throw RefusedArchive.unportable(
                        member,
                        "has a part of more than " + MAX_COMPONENT + " bytes in its name, which few file systems have");
            }
            if (!isNameHere(component)) {
                throw RefusedArchive.unwritable(member);
            }
        }
    }

    /** Windows has fewer names than others, and a JVM has those that its locale has letters for. */
    private static boolean isNameHere(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
