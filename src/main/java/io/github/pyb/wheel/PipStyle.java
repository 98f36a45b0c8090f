package io.github.pyb.wheel;

import io.github.pyb.packaging.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What differs between releases of pip in what they install, so that the same is installed as if that release had done it. A
 * release that nobody has compared yet has no style.
 */
public enum PipStyle {
    /** Before 23.1. */
    FIRST(Wrapper.OLD, false),
    /** Before 25.2. */
    SECOND(Wrapper.OLD, true),
    /** 25.2 and 25.3. */
    THIRD("""
            import sys
            from <module> import <imported>
            if __name__ == '__main__':
                if sys.argv[0].endswith('.exe'):
                    sys.argv[0] = sys.argv[0][:-4]
                sys.exit(<function>())
            """, true),
    /** Since 26.0. */
    FOURTH("""
            import sys
            from <module> import <imported>
            if __name__ == '__main__':
                sys.argv[0] = sys.argv[0].removesuffix('.exe')
                sys.exit(<function>())
            """, true);

    private static final class Wrapper {
        static final String OLD = """
                # -*- coding: utf-8 -*-
                import re
                import sys
                from <module> import <imported>
                if __name__ == '__main__':
                    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
                    sys.exit(<function>())
                """;
    }

    /** What the most forgetful of systems still reads of a first line, its end included. */
    private static final int MAX_FIRST_LINE = 127;

    private final String wrapper;
    private final boolean hashesFile;

    /** @param hashesFile whether the hash of a file is written down even if its address does not name it */
    PipStyle(String wrapper, boolean hashesFile) {
        this.wrapper = wrapper;
        this.hashesFile = hashesFile;
    }

    /** The style of a release; nothing if it is not known. */
    public static Optional<PipStyle> of(Version pip) {
        // Older ones are not used.
        if (pip.compareTo(Version.of(22, 3)) < 0 || pip.compareTo(Version.of(26, 4)) >= 0 || pip.isPreRelease()) {
            return Optional.empty();
        }
        if (pip.compareTo(Version.of(25, 2)) < 0) {
            return Optional.of(pip.compareTo(Version.of(23, 1)) < 0 ? FIRST : SECOND);
        }
        return Optional.of(pip.compareTo(Version.of(26, 0)) < 0 ? THIRD : FOURTH);
    }

    /**
     * What is written down of a distribution that was asked for by an address (PEP 610).
     *
     * @param address without a hash in it
     */
    byte[] origin(String address, String sha256) {
        String archive =
                hashesFile ? "\"hash\": \"sha256=" + sha256 + "\", \"hashes\": {\"sha256\": \"" + sha256 + "\"}" : "";
        return ("{\"archive_info\": {" + archive + "}, \"url\": \"" + address + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The script that calls a function. */
    byte[] script(Path python, EntryPoints.Entry entry) {
        int dot = entry.object().indexOf('.');
        String imported = dot < 0 ? entry.object() : entry.object().substring(0, dot);
        String text = beginning(python.toString())
                + wrapper.replace("<module>", entry.module())
                        .replace("<imported>", imported)
                        .replace("<function>", entry.object());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A first line that is too long, or has a blank in it, names a shell, which starts the interpreter. */
    private static String beginning(String python) {
        boolean blank = python.indexOf(' ') >= 0;
        String quoted = blank ? '"' + python + '"' : python;
        int length = quoted.getBytes(StandardCharsets.UTF_8).length + "#!\n".length();
        return blank || length > MAX_FIRST_LINE
                ? "#!/bin/sh\n'''exec' " + quoted + " \"$0\" \"$@\"\n' '''\n"
                : "#!" + quoted + "\n";
    }
}
