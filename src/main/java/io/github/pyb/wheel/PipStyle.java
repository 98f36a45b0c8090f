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
    /** Before 25.2. */
    FIRST("""
            # -*- coding: utf-8 -*-
            import re
            import sys
            from <module> import <imported>
            if __name__ == '__main__':
                sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
                sys.exit(<function>())
            """),
    /** 25.2 and 25.3. */
    SECOND("""
            import sys
            from <module> import <imported>
            if __name__ == '__main__':
                if sys.argv[0].endswith('.exe'):
                    sys.argv[0] = sys.argv[0][:-4]
                sys.exit(<function>())
            """),
    /** Since 26.0. */
    THIRD("""
            import sys
            from <module> import <imported>
            if __name__ == '__main__':
                sys.argv[0] = sys.argv[0].removesuffix('.exe')
                sys.exit(<function>())
            """);

    /** What the most forgetful of systems still reads of a first line, its end included. */
    private static final int MAX_FIRST_LINE = 127;

    private final String wrapper;

    PipStyle(String wrapper) {
        this.wrapper = wrapper;
    }

    /** The style of a release; nothing if it is not known. */
    public static Optional<PipStyle> of(Version pip) {
        // 23.1 is the first to write direct_url.json as all later ones do.
        if (pip.compareTo(Version.of(23, 1)) < 0 || pip.compareTo(Version.of(26, 4)) >= 0 || pip.isPreRelease()) {
            return Optional.empty();
        }
        if (pip.compareTo(Version.of(25, 2)) < 0) {
            return Optional.of(FIRST);
        }
        return Optional.of(pip.compareTo(Version.of(26, 0)) < 0 ? SECOND : THIRD);
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
