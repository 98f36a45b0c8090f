package io.github.pyb.check;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code entry_points.txt} says which commands an installer makes: what it cannot read, it does not make. */
final class EntryPointRule {

    private static final Set<String> COMMANDS = Set.of("console_scripts", "gui_scripts");

    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*";

    private static final Pattern REFERENCE =
            Pattern.compile("(?<module>" + NAME + ")\\s*(?::\\s*(?<object>" + NAME + "))?\\s*(?:\\[[^\\]]*\\])?");

    private final Set<String> files;
    private final Findings findings;

    /** @param files all files of the wheel, as they will stand in {@code site-packages} */
    EntryPointRule(Set<String> files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    void check(byte[] content) {
        String group = "";
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\\R", -1)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.startsWith("[") && text.endsWith("]")) {
                group = text.substring(1, text.length() - 1).strip();
            } else if (group.isEmpty() || equals < 1) {
                findings.error("entry_points.txt has a line that is no entry point", "line " + number);
            } else {
                check(
                        group,
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
    }

    private void check(String group, String name, String reference) {
        Matcher matcher = REFERENCE.matcher(reference.replaceFirst("\\s+#.*", ""));
        boolean command = COMMANDS.contains(group);
        if (!matcher.matches()) {
            if (command) {
                findings.error("entry_points.txt has a command without a function", name + " = " + reference);
            } else {
                findings.warning("entry_points.txt has an entry point without an object", name + " = " + reference);
            }
            return;
        }
        if (command && matcher.group("object") == null) {
            findings.error("entry_points.txt has a command without a function", name + " = " + reference);
        }
        if (command && (name.contains("/") || name.contains("\\"))) {
            findings.error("entry_points.txt has a command whose name is a path", Findings.quoted(name));
        }
        if (isMissing(matcher.group("module"))) {
            findings.warning("entry_points.txt refers to a module that is not in the wheel", name + " = " + reference);
        }
    }

    /** A module of a package that is not in here may well be in another distribution. */
    private boolean isMissing(String module) {
        String path = module.replace('.', '/');
        String top = path.replaceFirst("/.*", "");
        boolean ours = files.stream().anyMatch(file -> file.startsWith(top + "/") && file.endsWith(".py"));
        return ours
                && path.contains("/")
                && Stream.of(path + "/", path + ".")
                        .noneMatch(begin -> files.stream().anyMatch(f -> f.startsWith(begin)));
    }
}
