package io.github.pyb.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tags of a wheel have to fit to what is in it: installers go by them, and look no further. */
final class TagRule {

    private final Set<String> pythons;
    private final Set<String> abis;
    private final Set<String> platforms;
    private final Findings findings;

    /** The variants of each extension module. */
    private final Map<String, Set<String>> modules = new LinkedHashMap<>();

    private boolean compiled;

    /** @param tags as they stand in the file name */
    TagRule(String tags, Findings findings) {
        String[] sets = tags.split("-", -1);
        this.pythons = words(sets[0]);
        this.abis = words(sets[1]);
        this.platforms = words(sets[2]);
        this.findings = findings;
    }

    /** Every single tag that some sets of them stand for. */
    static Set<String> expanded(String tags) {
        String[] sets = tags.split("-", -1);
        Set<String> all = new TreeSet<>();
        for (String python : words(sets[0])) {
            for (String abi : words(sets[1])) {
                words(sets[2]).forEach(platform -> all.add(python + "-" + abi + "-" + platform));
            }
        }
        return all;
    }

    private static Set<String> words(String set) {
        return new TreeSet<>(List.of(set.split("\\.", -1)));
    }

    void check(String path, NativeCode code) {
        ExtensionModule.parse(path).ifPresent(extension -> {
            compiled = true;
            modules.computeIfAbsent(extension.module(), name -> new TreeSet<>()).add(extension.abi());
            if (isForAnyPlatform()) {
                findings.error(
                        "the tags say that it runs on any platform, but it has a compiled extension module", path);
            }
        });
        if (code != NativeCode.NONE) {
            compiled = true;
            if (isForAnyPlatform() && ExtensionModule.parse(path).isEmpty()) {
                findings.warning("the tags say that it runs on any platform, but it has machine code", path);
            }
        }
    }

    /**
     * To be called when all files have been seen.
     *
     * @param purelib what {@code Root-Is-Purelib} says
     */
    void checkWhole(boolean purelib) {
        if (!compiled && !isForAnyPlatform()) {
            findings.warning("the tags say that it runs on " + String.join(", ", platforms)
                    + " only, but nothing in it is compiled");
        }
        if (purelib && !modules.isEmpty() && !isForAnyPlatform()) {
            findings.warning("WHEEL says Root-Is-Purelib: true, but there are compiled extension modules");
        }
        if (!purelib && isForAnyPlatform()) {
            findings.warning("WHEEL says Root-Is-Purelib: false, but the tags say that it runs on any platform");
        }
        if (!isForAnyPlatform()) {
            modules.forEach(this::checkVariants);
        }
    }

    private boolean isForAnyPlatform() {
        return platforms.equals(Set.of("any"));
    }

    private void checkVariants(String module, Set<String> variants) {
        if (variants.contains("") || variants.contains(ExtensionModule.STABLE)) {
            return;
        }
        Set<String> wanted = wanted();
        String only = String.join(", ", variants);
        if (wanted.contains(ExtensionModule.STABLE)) {
            findings.error(
                    "the tags promise the stable ABI (abi3), but there is a module for " + only + " only", module);
        } else if (wanted.isEmpty()) {
            if (variants.size() == 1) {
                findings.warning("the tags name no ABI, but there is a module for " + only + " only", module);
            }
        } else if (variants.stream().noneMatch(wanted::contains)) {
            findings.error(
                    "the tags say " + String.join(", ", wanted) + ", but there is a module for " + only + " only",
                    module);
        }
    }

    /** The interfaces that modules need; none if the tags leave that open. */
    private Set<String> wanted() {
        Set<String> wanted = new TreeSet<>();
        for (String abi : abis) {
            if (!abi.equals("none")) {
                wanted.add(ExtensionModule.normalised(abi));
            }
        }
        if (wanted.isEmpty()) {
            pythons.stream()
                    .filter(python -> python.matches("(cp|pp)[0-9]{2,}"))
                    .forEach(wanted::add);
        }
        return wanted;
    }
}
