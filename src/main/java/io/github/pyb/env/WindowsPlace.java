package io.github.pyb.env;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A place of which Windows, Python and Java have the same idea. Windows silently takes some names for other ones. */
final class WindowsPlace {

    /** With the longest name that an environment has to begin with, a path is shorter than 260 characters. */
    private static final int MAX_LENGTH = 200;

    private static final List<String> DEVICES = List.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private WindowsPlace() {}

    /** Whether an environment can be there. */
    static void check(Path root) throws VenvNeeded {
        String path = root.toString();
        if (!root.isAbsolute() || !root.equals(root.normalize())) {
            throw understoodOtherwise(path);
        }
        check(path);
    }

    /** The same of an absolute path that has no dots to be resolved. */
    static void check(String path) throws VenvNeeded {
        if (path.length() > MAX_LENGTH) {
            throw new VenvNeeded("its path is too long for some programs of Windows: " + path);
        }
        if (path.startsWith("\\\\") || path.indexOf(';') >= 0 || path.indexOf(':', 2) >= 0) {
            throw understoodOtherwise(path);
        }
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '\\' || path.charAt(i) == '/') {
                if (isUnusual(path.substring(start, i))) {
                    throw understoodOtherwise(path);
                }
                start = i + 1;
            } else if (isHalf(path, i) || path.charAt(i) == '\uFFFD') {
                throw new VenvNeeded("not all of the name is text: " + path);
            }
        }
    }

    private static VenvNeeded understoodOtherwise(String path) {
        return new VenvNeeded("its place can be understood in another way: " + path);
    }

    /** Whether it is one that is shortened, that of a device, or a short form of another one ({@code PROGRA~1}). */
    private static boolean isUnusual(String name) {
        int tilde = name.lastIndexOf('~');
        return name.endsWith(".")
                || name.endsWith(" ")
                || isDevice(name.toLowerCase(Locale.ROOT))
                || (tilde >= 0 && tilde + 1 < name.length() && Character.isDigit(name.charAt(tilde + 1)));
    }

    /** Whatever follows after a dot, it means the device. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String device = (dot < 0 ? name : name.substring(0, dot)).stripTrailing();
        return DEVICES.contains(device) || isPort(device);
    }

    /** {@code com1} for instance; digits may be raised. */
    private static boolean isPort(String name) {
        return name.length() == 4
                && (name.startsWith("com") || name.startsWith("lpt"))
                && "0123456789\u00b9\u00b2\u00b3".indexOf(name.charAt(3)) >= 0;
    }

    /** Whether a character is half of one, without the other half; it cannot be written into a file. */
    private static boolean isHalf(String path, int at) {
        char c = path.charAt(at);
        boolean followed = at + 1 < path.length() && Character.isLowSurrogate(path.charAt(at + 1));
        boolean preceded = at > 0 && Character.isHighSurrogate(path.charAt(at - 1));
        return (Character.isHighSurrogate(c) && !followed) || (Character.isLowSurrogate(c) && !preceded);
    }
}
