package io.github.pyb.env;

import io.github.pyb.host.CommandLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes the scripts of an environment start whatever its path is. The system reads the first line of a script, which
 * names the interpreter, only up to a certain length and not with blanks in it; installers work around that for some
 * scripts, but not for all of them, and not for paths with dollar signs or quotes. Where a path is of that sort, every
 * script gets a beginning that finds the interpreter beside itself.
 */
final class ScriptRepair {

    /** Paths that need no help. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** What the most forgetful of systems still reads of a first line. */
    private static final int MAX_FIRST_LINE = 127;

    /**
     * A shell reads the second line as a command that replaces the shell by Python; Python reads the second and third
     * as a string without effect.
     */
    private static final String BEGINNING =
            "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")/python\" \"$0\" \"$@\"\n' '''\n";

    private final EnvironmentLayout layout;

    ScriptRepair(EnvironmentLayout layout) {
        this.layout = layout;
    }

    /**
     * Repairs what needs it; to be called when the environment has been made and whenever something was installed.
     * Nothing to do for ordinary paths, and on Windows, where scripts are programs.
     */
    void repair() throws IOException {
        if (isPlain(layout.scripts()) || !layout.scripts().toString().startsWith("/")) {
            return;
        }
        repairActivation();
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(layout.scripts())) {
            for (Path script : scripts) {
                if (Files.isRegularFile(script, LinkOption.NOFOLLOW_LINKS)) {
                    repair(script);
                }
            }
        }
    }

    /** Whether scripts in a directory start without help. */
    static boolean isPlain(Path scripts) {
        String directory = scripts.toString();
        return PLAIN.matcher(directory).matches() && directory.length() + "#!/python3.99".length() <= MAX_FIRST_LINE;
    }

    /** Older versions of venv write the path between double quotes, where a shell reads dollar signs (CVE-2024-9287). */
    private void repairActivation() throws IOException {
        Path activate = layout.scripts().resolve("activate");
        if (Files.isRegularFile(activate)) {
            String root = layout.root().toString();
            String content = Files.readString(activate);
            Files.writeString(activate, content.replace("\"" + root + "\"", CommandLine.posix(root)));
        }
    }

    private void repair(Path script) throws IOException {
        // Byte for byte: the rest of the script may be in any encoding.
        String content = Files.readString(script, StandardCharsets.ISO_8859_1);
        Optional<String> body = body(content);
        if (body.isPresent()) {
            // Written in place, so that it stays executable.
            Files.writeString(script, BEGINNING + body.get(), StandardCharsets.ISO_8859_1);
        }
    }

    /** What follows the lines that name this environment's interpreter, if the script begins with such lines. */
    private Optional<String> body(String content) {
        String scripts =
                new String(layout.scripts().toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (!content.startsWith("#!")) {
            return Optional.empty();
        }
        int first = content.indexOf('\n');
        if (first < 0) {
            return Optional.empty();
        }
        if (content.substring(0, first).contains(scripts)) {
            return Optional.of(content.substring(first + 1));
        }
        int second = content.indexOf('\n', first + 1);
        int third = second < 0 ? -1 : content.indexOf('\n', second + 1);
        boolean workaround = third > 0
                && content.startsWith("'''exec'", first + 1)
                && content.substring(first, second).contains(scripts);
        return workaround ? Optional.of(content.substring(third + 1)) : Optional.empty();
    }
}
