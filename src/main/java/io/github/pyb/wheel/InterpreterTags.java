package io.github.pyb.wheel;

import io.github.pyb.packaging.Version;
import java.util.Optional;

/**
 * Which wheels an interpreter can load, as far as that is beyond doubt: a CPython of the usual sort, on Linux with glibc if it is
 * about compiled code.
 *
 * @param version its version
 * @param minor the second number of that, of which the first is 3
 * @param platform the end of the tags of its platform, {@code x86_64} for instance; nothing if it is another system
 * @param glibc the second number of the version of glibc
 */
public record InterpreterTags(Version version, int minor, Optional<String> platform, int glibc) {

    /** More than there are releases of glibc, each with two names. */
    private static final int SYSTEMS = 2_000;

    /**
     * What is certain of an interpreter.
     *
     * @param implementation its {@code sys.implementation.name}
     * @param system its {@code sysconfig.get_platform()}
     * @param soabi what the names of its extension modules say, if they do
     * @param cLibrary its C library, {@code glibc 2.36} for instance, if it is glibc
     * @param special whether it is free-threaded, or a debug build
     * @return nothing if it is of another sort
     */
    public static Optional<InterpreterTags> of(
            Version version,
            String implementation,
            String system,
            Optional<String> soabi,
            Optional<String> cLibrary,
            boolean special) {
        String[] numbers = version.base().toString().split("\\.", -1);
        if (!implementation.equals("cpython") || special || numbers.length < 2 || !numbers[0].equals("3")) {
            return Optional.empty();
        }
        String machine = system.startsWith("linux-") ? system.substring("linux-".length()) : "";
        int glibc = cLibrary.orElse("").startsWith("glibc 2.")
                ? number(cLibrary.get().substring("glibc 2.".length()))
                : -1;
        // The kernel may be of another sort than the interpreter.
        boolean clear = (machine.equals("x86_64") || machine.equals("aarch64"))
                && soabi.orElse("").endsWith("-" + machine + "-linux-gnu")
                && glibc >= 0;
        return Optional.of(new InterpreterTags(
                version, number(numbers[1]), clear ? Optional.of(machine) : Optional.empty(), Math.max(glibc, 0)));
    }

    /** Whether the name of a wheel says that it suits the interpreter. */
    public boolean suitFile(String name) {
        String[] parts =
                name.endsWith(".whl") ? name.substring(0, name.length() - 4).split("-", -1) : new String[0];
        int last = parts.length - 1;
        return last >= 4 && suit(parts[last - 2] + "-" + parts[last - 1] + "-" + parts[last]);
    }

    /** Whether a set of tags, {@code py2.py3-none-any} for instance, has one among it that suits the interpreter. */
    boolean suit(String tags) {
        String[] parts = tags.split("-", -1);
        if (parts.length != 3) {
            return false;
        }
        for (String python : parts[0].split("\\.", -1)) {
            for (String abi : parts[1].split("\\.", -1)) {
                for (String system : parts[2].split("\\.", -1)) {
                    if (isOurs(python, abi, system.equals("any")) && isOurs(system)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether it is certain of every wheel whether it suits. */
    public boolean areComplete() {
        // Before 3.8 an ABI had a letter behind its number.
        return platform.isPresent() && minor >= 8 && minor < 100 && !version.isPreRelease();
    }

    /**
     * How well a wheel suits: the less, the better, in the order of the tags that an interpreter supports. Only of use if they
     * are {@linkplain #areComplete() complete}.
     *
     * @param pythons the tags of its name for interpreters, with dots between them
     * @return a negative number if it does not suit
     */
    public int rank(String pythons, String abis, String systems) {
        int best = -1;
        for (String python : pythons.split("\\.", -1)) {
            for (String abi : abis.split("\\.", -1)) {
                for (String system : systems.split("\\.", -1)) {
                    if (isOurs(python, abi, system.equals("any")) && isOurs(system)) {
                        int rank = rank(python, abi, system.equals("any")) * SYSTEMS + rank(system);
                        best = best < 0 ? rank : Math.min(best, rank);
                    }
                }
            }
        }
        return best;
    }

    /** First what is made for this release, then for all from an old one on, then without compiled parts; last for any system. */
    private int rank(String python, String abi, boolean anywhere) {
        boolean cpython = python.startsWith("cp");
        int age = python.equals("py3") ? 1 : minor - number(python.substring(3));
        int older = age > 0 ? 1 : 0;
        if (abi.equals("abi3")) {
            return age == 0 ? 1 : 2 + age;
        }
        if (!abi.equals("none")) {
            return 0;
        }
        if (cpython) {
            return anywhere ? 300 : 2;
        }
        // Between this release and those before it stands the one tag for all of them.
        return (anywhere ? 301 : 100) + (python.equals("py3") ? 1 : age + older);
    }

    private int rank(String system) {
        if (system.equals("any")) {
            return 0;
        }
        return switch (system.substring(0, system.indexOf('_'))) {
            case "linux" -> SYSTEMS - 1;
            // Another name of one that has a number.
            case "manylinux1" -> 2 * (glibc - 5) + 1;
            case "manylinux2010" -> 2 * (glibc - 12) + 1;
            case "manylinux2014" -> 2 * (glibc - 17) + 1;
            default -> 2 * (glibc - number(system.split("_", -1)[2]));
        };
    }

    private boolean isOurs(String python, String abi, boolean anywhere) {
        int version = python.startsWith("cp3") || python.startsWith("py3") ? number(python.substring(3)) : -1;
        if (abi.equals("none")) {
            boolean general = python.equals("py3") || (python.startsWith("py3") && version >= 0 && version <= minor);
            return general || (python.startsWith("cp3") && version == minor);
        }
        if (anywhere || !python.startsWith("cp3")) {
            return false;
        }
        return abi.equals("abi3") ? version >= 2 && version <= minor : version == minor && abi.equals(python);
    }

    private boolean isOurs(String system) {
        if (system.equals("any")) {
            return true;
        }
        if (platform.isEmpty() || !system.endsWith("_" + platform.get())) {
            return false;
        }
        String kind = system.substring(0, system.length() - platform.get().length() - 1);
        // Before 2.17 there was no such thing for anything else than Intel.
        boolean old = platform.get().equals("x86_64");
        int needed = switch (kind) {
            case "linux" -> 0;
            case "manylinux1" -> old ? 5 : -1;
            case "manylinux2010" -> old ? 12 : -1;
            case "manylinux2014" -> 17;
            default -> kind.startsWith("manylinux_2_") ? number(kind.substring("manylinux_2_".length())) : -1;
        };
        boolean tooOld = !kind.equals("linux") && needed < (old ? 5 : 17);
        return needed >= 0 && !tooOld && needed <= glibc;
    }

    private static int number(String digits) {
        boolean plain = !digits.isEmpty() && digits.length() <= 3;
        for (int i = 0; i < digits.length(); i++) {
            plain &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        return plain ? Integer.parseInt(digits) : -1;
    }
}
