package io.github.pyb.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file name of an extension module says: which module it is, and which interpreters import it.
 *
 * @param module the path of the module without the ending
 * @param abi the binary interface: {@code cp312}, {@code cp313t}, {@code pp310}; {@link #STABLE} for the stable one, and empty
 *     for an ending that every interpreter takes
 */
record ExtensionModule(String module, String abi) {

    static final String STABLE = "abi3";

    private static final Pattern ENDING =
            Pattern.compile("(?<module>.+?)\\.(?<suffix>cpython-[0-9]+[a-z]*(?:-[\\w.-]+)?|cp[0-9]+[a-z]*-[\\w.-]+"
                    + "|pypy[0-9]+-pp[0-9]+(?:-[\\w.-]+)?|abi3(?:-[\\w.-]+)?)\\.(?:so|pyd)");

    private static final Pattern CPYTHON = Pattern.compile("(?:cpython-|cp)(?<version>[0-9]+)(?<flags>[a-z]*).*");
    private static final Pattern PYPY = Pattern.compile("pypy(?<version>[0-9]+)[-_].*");

    /** Nothing if the file is no extension module, or only may be one: every library can end with {@code .so}. */
    static Optional<ExtensionModule> parse(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String directory = path.substring(0, path.length() - name.length());
        Matcher matcher = ENDING.matcher(name);
        if (matcher.matches()) {
            return Optional.of(
                    new ExtensionModule(directory + matcher.group("module"), normalised(matcher.group("suffix"))));
        }
        if (name.endsWith(".pyd")) {
            return Optional.of(new ExtensionModule(directory + name.substring(0, name.length() - 4), ""));
        }
        return Optional.empty();
    }

    /** An ABI as it is called in endings and tags, in one spelling. */
    static String normalised(String abi) {
        Matcher cpython = CPYTHON.matcher(abi);
        if (cpython.matches()) {
            // Of all flags only that for free threads still makes for another interface.
            return "cp" + cpython.group("version") + (cpython.group("flags").contains("t") ? "t" : "");
        }
        Matcher pypy = PYPY.matcher(abi);
        if (pypy.matches()) {
            return "pp" + pypy.group("version");
        }
        return abi.startsWith(STABLE) ? STABLE : abi;
    }
}
