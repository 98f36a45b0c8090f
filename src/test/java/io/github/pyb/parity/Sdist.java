package io.github.pyb.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A published source distribution, as one line of the list names it.
 *
 * @param name the name of the project
 * @param version the release
 * @param backend what builds it; names of plugins and wrappers follow after a plus sign
 * @param fails whether there are interpreters with which PyPA build fails; this plugin has to fail there as well
 * @param tools commands that have to be on {@code PATH}
 */
record Sdist(String name, String version, String backend, boolean fails, List<String> tools) {

    private static final String FAILS = "fails";
    private static final String NEEDS = "needs:";

    Sdist {
        tools = List.copyOf(tools);
    }

    /**
     * Reads a line: {@code name==version backend}, then {@code fails} and {@code needs:command} where they apply. What
     * follows a {@code #} is for people.
     */
    static Sdist parse(String line) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
        String[] release = words[0].split("==", -1);
        if (words.length < 2 || release.length != 2) {
            throw new IllegalArgumentException("neither a comment nor \"name==version backend\": " + line);
        }
        TreeSet<String> rest = new TreeSet<>(Arrays.asList(words).subList(2, words.length));
        boolean fails = rest.remove(FAILS);
        List<String> tools = new ArrayList<>();
        for (String word : rest) {
            if (!word.startsWith(NEEDS)) {
                throw new IllegalArgumentException("neither \"fails\" nor \"needs:command\": " + word + " in " + line);
            }
            tools.add(word.substring(NEEDS.length()));
        }
        return new Sdist(release[0], release[1], words[1], fails, tools);
    }

    /** The backend without its plugins and wrappers. */
    String backendFamily() {
        return backend.split("\\+", 2)[0];
    }

    String release() {
        return name + "==" + version;
    }
}
