package io.github.pyb.build;

import io.github.pyb.dist.WheelName;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which interpreters of one machine can use a wheel that one of them has built, by its tags (platform compatibility tags,
 * PEP 425; the stable ABI, PEP 384).
 */
final class ServedInterpreters {

    private static final Pattern PYTHON = Pattern.compile("(?<name>[a-z]+)(?<major>\\d)(?<minor>\\d*)");

    private final List<String> pythons;
    private final List<String> abis;
    private final List<String> platforms;
    private final Interpreter builder;

    /** @param builder the interpreter that has built the wheel */
    ServedInterpreters(WheelName wheel, Interpreter builder) {
        String[] sets = wheel.tags().split("-", -1);
        this.pythons = set(sets[0]);
        this.abis = set(sets[1]);
        this.platforms = set(sets[2]);
        this.builder = builder;
    }

    private static List<String> set(String tags) {
        return Arrays.asList(tags.split("\\.", -1));
    }

    boolean include(Interpreter other) {
        boolean platform = platforms.contains("any") || other.platform().equals(builder.platform());
        return platform && pythons.stream().anyMatch(python -> abis.stream().anyMatch(abi -> fits(python, abi, other)));
    }

    private static boolean fits(String python, String abi, Interpreter other) {
        Matcher tag = PYTHON.matcher(python);
        if (!tag.matches()) {
            return false;
        }
        Version language = tag.group("minor").isEmpty()
                ? Version.of(number(tag.group("major")))
                : Version.of(number(tag.group("major")), number(tag.group("minor")));
        Version running = other.version().base();
        boolean sameMajor = running.startsWith(Version.of(number(tag.group("major"))));
        boolean newEnough = sameMajor && running.compareTo(language) >= 0;
        return switch (tag.group("name")) {
            case "py" -> abi.equals("none") && newEnough;
            case "cp" ->
                other.implementation().equals("cpython")
                        && ((abi.equals("abi3") && !other.freeThreaded() && newEnough)
                                || (abi.equals("none") && running.startsWith(language)));
            default -> false;
        };
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
