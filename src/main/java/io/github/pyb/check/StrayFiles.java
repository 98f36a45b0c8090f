package io.github.pyb.check;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What no distribution should have in it, whatever kind it is and wherever in it that lies. */
final class StrayFiles {

    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".hg", ".svn", ".bzr", "CVS", "_darcs");

    private static final Set<String> LEFTOVERS = Set.of(
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            ".idea",
            ".vscode",
            ".coverage",
            ".eggs",
            ".ipynb_checkpoints",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            ".tox",
            ".nox");

    private static final Pattern LEFTOVER = Pattern.compile(".+~|\\..+\\.sw[op]");

    private static final Set<String> SECRETS =
            Set.of(".env", ".pypirc", ".netrc", ".git-credentials", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519");

    private final Findings findings;

    StrayFiles(Findings findings) {
        this.findings = findings;
    }

    /**
     * Looks at one member.
     *
     * @param path its path, for the finding
     * @param components the names of that path from where a project begins
     */
    void check(String path, List<String> components) {
        if (components.isEmpty()) {
            return;
        }
        String name = components.get(components.size() - 1);
        if (SECRETS.contains(name)) {
            checkSecret(path, components);
        } else if (components.contains("__pycache__") || name.endsWith(".pyc") || name.endsWith(".pyo")) {
            findings.warning("byte code, which Python makes itself, is in it", path);
        } else if (components.stream().anyMatch(VERSION_CONTROL::contains)) {
            findings.warning("files of version control are in it", path);
        } else if (components.stream().anyMatch(LEFTOVERS::contains)
                || LEFTOVER.matcher(name).matches()) {
            findings.warning("what editors and tools have left is in it", path);
        } else if (name.equals("pyvenv.cfg")) {
            findings.warning("a virtual environment is in it", path);
        }
    }

    /** Deep in a project it is an example or a file for tests, as a rule. */
    private void checkSecret(String path, List<String> components) {
        String what = "a file that holds secrets, as a rule, is in it";
        if (components.size() == 1) {
            findings.error(what, path);
        } else {
            findings.warning(what, path);
        }
    }
}
