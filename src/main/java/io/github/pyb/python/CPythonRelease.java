package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.Version;
import java.util.List;
import java.util.Locale;

/**
 * A CPython that is published on Maven Central, by the JavaCPP presets. Meant to be embedded in Java programs, it can be
 * unpacked and used as an interpreter of its own.
 *
 * @param version the version of CPython
 * @param published the version under which it is published
 * @param classifier the platform that it runs on
 * @param sha256 what the jar has to hash to; the checksums beside it are SHA-1 and MD5 only
 * @param glibc the oldest glibc that it runs with
 */
public record CPythonRelease(Version version, String published, String classifier, String sha256, Version glibc) {

    /** Newest first. Older ones are kept because newer ones need a newer glibc. */
    private static final List<CPythonRelease> ALL = List.of(
            new CPythonRelease(
                    Version.of(3, 14, 3),
                    "3.14.3-1.5.13",
                    "linux-x86_64",
                    "eb5f1a6fe2dc498ac18927189a37f28a47b0ba06ae6bd85112eff023fe2eb46f",
                    Version.of(2, 35)),
            new CPythonRelease(
                    Version.of(3, 14, 3),
                    "3.14.3-1.5.13",
                    "linux-arm64",
                    "75d0ac8f457bdb2d6b684796c282ce4da1e0c377a02b954de2c718f80901a15f",
                    Version.of(2, 35)),
            new CPythonRelease(
                    Version.of(3, 13, 5),
                    "3.13.5-1.5.12",
                    "linux-x86_64",
                    "50ad91aa0baa57f0235bb666b87d8bf2a44e215d28c250de1030502906af143b",
                    Version.of(2, 35)),
            new CPythonRelease(
                    Version.of(3, 12, 1),
                    "3.12.1-1.5.10",
                    "linux-x86_64",
                    "a135fcf4dc01adebf7ea439252276fc3196db80f7e0dd3da0b61f1ec489b68bd",
                    Version.of(2, 30)),
            new CPythonRelease(
                    Version.of(3, 11, 3),
                    "3.11.3-1.5.9",
                    "linux-x86_64",
                    "668b42f6a8b1a9789de7d3ca54a81fefb754cd8e885554b42858bbcbc0dd497c",
                    Version.of(2, 17)));

    /** All releases for the platform of a host; none if it is one that we know no release for. */
    static List<CPythonRelease> forHost(Host host) {
        String classifier = classifier(host);
        return ALL.stream()
                .filter(release -> release.classifier().equals(classifier))
                .toList();
    }

    private static String classifier(Host host) {
        String architecture = switch (host.architecture().toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> host.architecture();
        };
        return host.family().name().toLowerCase(Locale.ROOT) + "-" + architecture;
    }

    /** Coordinates in the order that Maven's resolver reads them. */
    public String coordinates() {
        return "org.bytedeco:cpython:jar:" + classifier + ":" + published;
    }

    /** The directory within the jar that holds the interpreter. */
    String root() {
        return "org/bytedeco/cpython/" + classifier + "/";
    }

    /** The directory of the unpacked release; another one for every other content and recipe. */
    String directoryName(int recipe) {
        return version + "-" + classifier + "-" + sha256.substring(0, 12) + "-r" + recipe;
    }

    /** The version without its patch level, as it stands in the names of files. */
    String minor() {
        String[] parts = version.toString().split("\\.", -1);
        return parts[0] + "." + parts[1];
    }
}
