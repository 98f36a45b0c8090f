package io.github.pyb.env;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where a pip looks for packages if nobody says anything else. It is asked itself, because distributors may have changed that. */
final class StandardIndex {

    /** Within the package {@code pip}. */
    private static final String MODULE = "_internal/models/index.py";

    private static final Pattern ADDRESS =
            Pattern.compile("(?m)^PyPI\\s*=\\s*PackageIndex\\(\\s*[\"'](?<address>https://[^\"'\\s]+/)[\"']");

    /** What is after it is the page of all projects, below which those of single ones are. */
    private static final String SIMPLE = "simple/";

    private static final int LARGEST = 1 << 20;

    private StandardIndex() {}

    /**
     * The address of its simple repository API (PEP 503), with a slash at its end.
     *
     * @param pip the directory of the package {@code pip}, or a wheel of it
     * @return nothing if it does not say so as every pip that is known here does
     */
    static Optional<URI> of(Path pip) {
        try {
            Matcher matcher = ADDRESS.matcher(module(pip));
            return matcher.find() ? Optional.of(URI.create(matcher.group("address") + SIMPLE)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            // Then pip knows it alone.
            return Optional.empty();
        }
    }

    private static String module(Path pip) throws IOException {
        if (Files.isDirectory(pip)) {
            return Files.readString(pip.resolve(MODULE));
        }
        try (ZipFile wheel = new ZipFile(pip.toFile())) {
            ZipEntry entry = wheel.getEntry("pip/" + MODULE);
            if (entry == null) {
                return "";
            }
            try (InputStream content = wheel.getInputStream(entry)) {
                return new String(content.readNBytes(LARGEST), StandardCharsets.UTF_8);
            }
        }
    }
}
