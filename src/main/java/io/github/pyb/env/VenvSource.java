package io.github.pyb.env;

import io.github.pyb.fs.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The source of an interpreter's own {@code venv} module. Minor versions of Python, their security releases and
 * distributors differ in what it does; what it does is known only if every statement that has a part in it is one that
 * has been read and compared. Comments, the installation of pip and the command line have none.
 */
final class VenvSource {

    /** The known parts: what each defines, its sum, and the traits that follow from it. */
    private static final String KNOWN = "venv_parts.txt";

    private static final String CLASS = "class EnvBuilder:";
    private static final String QUOTES = "\"\"\"";

    /** Beginnings of statements that are of no account. */
    private static final List<String> ELSEWHERE = List.of(
            "import ", "CORE_VENV_DEPS = ", "logger = ", "IS_PYPY = ", "def create(", "def main(", "if __name__ ");

    private static final List<String> IN_CLASS = List.of(
            "def clear_directory(",
            "def create_git_ignore_file(",
            "def upgrade_dependencies(",
            "def _setup_pip(",
            "def _call_new_python(",
            "@classmethod");

    private static final List<String> OF_WINDOWS = List.of("def _same_path(", "else:");

    private static final List<String> OF_POSIX = List.of("if os.name != 'nt':\n");

    private static final List<String> NEEDED = List.of(
            "__init__",
            "create",
            "ensure_directories",
            "create_configuration",
            "symlink_or_copy",
            "setup_python",
            "setup_scripts",
            "post_setup",
            "replace_variables",
            "install_scripts");

    /** Beginnings of what is in the class for other systems than this one. */
    private final List<String> ofOthers;

    private final Map<Long, String[]> known = new HashMap<>();
    private final Set<VenvTrait> traits = EnumSet.noneOf(VenvTrait.class);
    private final Set<String> defined = new HashSet<>();

    private VenvSource(List<String> ofOthers) {
        this.ofOthers = ofOthers;
        for (String line : Resources.text(VenvSource.class, KNOWN).split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (!line.startsWith("#") && fields.length > 1) {
                known.put(Long.parseUnsignedLong(fields[1], 16), fields);
            }
        }
    }

    /**
     * What such a module does on Linux and macOS.
     *
     * @param module its {@code __init__.py}
     * @throws VenvNeeded if that is not known
     */
    static Set<VenvTrait> traits(Path module) throws VenvNeeded, IOException {
        return new VenvSource(OF_WINDOWS).read(module);
    }

    /** What it does on Windows, where other parts are of account. */
    static Set<VenvTrait> traitsOnWindows(Path module) throws VenvNeeded, IOException {
        return new VenvSource(OF_POSIX).read(module);
    }

    private Set<VenvTrait> read(Path module) throws VenvNeeded, IOException {
        boolean inClass = false;
        for (String part : parts(Files.readString(module))) {
            if (part.charAt(0) == ' ') {
                readInClass(part);
            } else if (!part.equals(CLASS) || inClass) {
                check(part);
            } else {
                inClass = true;
            }
        }
        for (String name : NEEDED) {
            if (!defined.contains(name)) {
                throw new VenvNeeded("its venv module does not define " + name);
            }
        }
        return traits;
    }

    private static void check(String statement) throws VenvNeeded {
        if (!beginsLikeOneOf(ELSEWHERE, statement)) {
            throw unknown(statement);
        }
    }

    private void readInClass(String part) throws VenvNeeded {
        String statement = part.strip();
        if (beginsLikeOneOf(IN_CLASS, statement) || beginsLikeOneOf(ofOthers, statement)) {
            return;
        }
        String[] fields = known.get(sum(part));
        if (fields == null || !defined.add(fields[0])) {
            throw unknown(statement);
        }
        for (int i = 2; i < fields.length; i++) {
            traits.add(VenvTrait.valueOf(fields[i]));
        }
    }

    private static VenvNeeded unknown(String statement) {
        int end = statement.indexOf('\n');
        return new VenvNeeded(
                "its venv module has a part that is not known: " + (end < 0 ? statement : statement.substring(0, end)));
    }

    private static boolean beginsLikeOneOf(List<String> beginnings, String statement) {
        for (String beginning : beginnings) {
            if (statement.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /**
     * By what a part is known: a check sum, and its length. That is for changes with no ill will, from which no hash could
     * protect; and a cryptographic one would take a JVM that has just started longer than all the rest.
     */
    static long sum(String part) {
        byte[] content = part.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(content);
        return sum.getValue() << 32 | content.length;
    }

    /**
     * The statements of a module and of the class in it, each with all that belongs to it, but without comments on lines
     * of their own, docstrings and blank lines.
     */
    static List<String> parts(String source) {
        List<StringBuilder> parts = new ArrayList<>();
        boolean inClass = false;
        boolean inDocstring = false;
        boolean inText = false;
        for (String line : source.split("\n", -1)) {
            boolean turns = hasOddQuotes(line);
            if (inDocstring) {
                inDocstring = !turns;
                continue;
            }
            String words = line.strip();
            if (!inText) {
                if (words.isEmpty() || words.charAt(0) == '#') {
                    continue;
                }
                if (words.startsWith(QUOTES)) {
                    inDocstring = turns;
                    continue;
                }
                int indentation = line.indexOf(words);
                if (indentation == 0) {
                    inClass = line.startsWith("class ");
                }
                if (indentation == 0 || (inClass && indentation <= 4)) {
                    parts.add(new StringBuilder());
                }
            }
            inText ^= turns;
            append(parts, line.stripTrailing());
        }
        List<String> texts = new ArrayList<>();
        for (StringBuilder part : parts) {
            texts.add(part.toString());
        }
        return texts;
    }

    private static void append(List<StringBuilder> parts, String line) {
        if (parts.isEmpty()) {
            parts.add(new StringBuilder());
        }
        StringBuilder part = parts.get(parts.size() - 1);
        if (part.length() > 0) {
            part.append('\n');
        }
        part.append(line);
    }

    private static boolean hasOddQuotes(String line) {
        boolean odd = false;
        int at = line.indexOf(QUOTES);
        while (at >= 0) {
            odd = !odd;
            at = line.indexOf(QUOTES, at + QUOTES.length());
        }
        return odd;
    }
}
