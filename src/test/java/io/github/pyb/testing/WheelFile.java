package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes small wheels, from which tests install without an index, and reads those that were built. */
public final class WheelFile {

    private final String name;
    private final String version;
    private final Map<String, String> files = new LinkedHashMap<>();
    private String requires = "";
    private String tags = "py3-none-any";
    private String fileName = "";
    private final Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();

    public WheelFile(String name, String version) {
        this.name = name;
        this.version = version;
    }

    public WheelFile with(String path, String... lines) {
        files.put(path, String.join("\n", lines) + "\n");
        return this;
    }

    public WheelFile requiring(String requirement) {
        requires += "Requires-Dist: " + requirement + "\n";
        return this;
    }

    /** Gives it other tags than those of a wheel for everybody. */
    public WheelFile tagged(String other) {
        tags = other;
        return this;
    }

    /** Gives it another file name than the right one. */
    public WheelFile called(String other) {
        fileName = other;
        return this;
    }

    /** Adds lines to its core metadata. */
    public WheelFile describedBy(String... lines) {
        requires += String.join("\n", lines) + "\n";
        return this;
    }

    /** Changes a file, or adds one, behind the back of RECORD; what becomes {@code null} is not in the wheel. */
    public WheelFile changing(String path, UnaryOperator<String> change) {
        changes.put(path, change);
        return this;
    }

    /** Writes the wheel into a directory. */
    public Path writeInto(Path directory) {
        String info = name + "-" + version + ".dist-info/";
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put(info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + requires);
        all.put(
                info + "WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: " + tags.endsWith("-any") + "\nTag: " + tags
                        + "\n");
        StringBuilder record = new StringBuilder();
        all.forEach((path, text) -> record.append(path)
                .append(",sha256=")
                .append(hash(text))
                .append(",")
                .append(text.getBytes(StandardCharsets.UTF_8).length)
                .append("\n"));
        all.put(info + "RECORD", record + info + "RECORD,,\n");
        changes.forEach((path, change) -> all.compute(path, (key, text) -> change.apply(text == null ? "" : text)));
        Path file = directory.resolve(fileName.isEmpty() ? name + "-" + version + "-" + tags + ".whl" : fileName);
        try {
            Files.createDirectories(directory);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (Map.Entry<String, String> entry : all.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** All members of a wheel with their content. */
    public static Map<String, String> read(Path file) {
        Map<String, String> members = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                members.put(
                        entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }

    /** Texts, each with a name before it, as hashes by their names. */
    public static Map<String, String> hashes(String... namesAndTexts) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            hashes.put(namesAndTexts[i], hash(namesAndTexts[i + 1]));
        }
        return hashes;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
