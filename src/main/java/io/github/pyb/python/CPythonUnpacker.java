package io.github.pyb.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks a CPython from its jar. A jar knows neither permissions nor links, so both are made anew. What cannot work, or
 * is of no use for building, is left out: that halves the size.
 */
final class CPythonUnpacker {

    /** Relative to the root of the interpreter. */
    private static final Pattern LEFT_OUT = Pattern.compile("share/.*|libjnipython.*|python3\\.\\d+"
            // Their first lines name the machine that built them.
            + "|bin/(pip|idle|pydoc|2to3|c_rehash).*"
            // There are no OpenSSL libraries to go with these; they would only mislead.
            + "|lib/(engines|ossl-modules|cmake)[^/]*/.*|lib/pkgconfig/(openssl|libssl|libcrypto)\\.pc|include/openssl/.*"
            + "|lib/python3\\.\\d+/(test|idlelib|turtledemo|tkinter|.*/tests?)/.*"
            + "|lib/python3\\.\\d+/lib-dynload/_(test|xx|ctypes_test).*"
            + "|.*\\.pyc");

    private final CPythonRelease release;

    CPythonUnpacker(CPythonRelease release) {
        this.release = release;
    }

    /** Unpacks into an empty directory. */
    void unpack(Path jar, Path directory) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(release.root())) {
                    String name = entry.getName().substring(release.root().length());
                    if (!LEFT_OUT.matcher(name).matches()) {
                        unpack(zip, entry, name, directory);
                    }
                }
            }
        }
        link(directory);
    }

    private static void unpack(ZipFile zip, ZipEntry entry, String name, Path directory) throws IOException {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory)) {
            throw new IOException("an entry of the archive leads out of it: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        byte[] content;
        try (InputStream stream = zip.getInputStream(entry)) {
            content = stream.readAllBytes();
        }
        Files.write(file, content);
        if (name.startsWith("bin/") || isElf(content)) {
            makeExecutable(file);
        }
    }

    private static boolean isElf(byte[] content) {
        return content.length > 4 && content[0] == 0x7f && content[1] == 'E' && content[2] == 'L' && content[3] == 'F';
    }

    private static void makeExecutable(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void link(Path directory) throws IOException {
        String python = "python" + release.minor();
        String library = "libpython" + release.minor() + ".so";
        for (String name : new String[] {"bin/python", "bin/python3"}) {
            replace(directory.resolve(name), Path.of(python));
        }
        // Where linkers look for it, and where it makes the interpreter find its own prefix.
        replace(directory.resolve("lib").resolve(library + ".1.0"), Path.of("..", library + ".1.0"));
        replace(directory.resolve("lib").resolve(library), Path.of(library + ".1.0"));
        replace(directory.resolve("bin").resolve(library + ".1.0"), Path.of("..", library + ".1.0"));
        // ctypes looks beside itself first, so it takes the libffi that it was built with.
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(directory, "libffi.so.*")) {
            for (Path libffi : libraries) {
                replace(
                        directory
                                .resolve("lib")
                                .resolve(python)
                                .resolve("lib-dynload")
                                .resolve(libffi.getFileName()),
                        Path.of("..", "..", "..", libffi.getFileName().toString()));
            }
        }
    }

    private static void replace(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }
}
