package io.github.pyb.env;

import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An environment that is written here, file for file as the interpreter's own {@code venv} module would make it (without
 * pip, with links), but without starting a Python.
 *
 * <p>That is done only where it is certain what {@code venv} would do: with a module whose source is known
 * ({@link VenvSource}), on Linux by CPython and PyPy, on macOS by CPython where {@link MacInstallation} has no objection.
 * What Windows has instead of links is written by {@link WindowsEnvironment}.
 */
final class WrittenEnvironment {

    private final Interpreter interpreter;
    private final Interpreter.Layout layout;
    private final Path root;
    private final Set<VenvTrait> traits;
    private final ActivationScripts scripts;

    private WrittenEnvironment(Interpreter interpreter, Path root, Set<VenvTrait> traits, ActivationScripts scripts) {
        this.interpreter = interpreter;
        this.layout = interpreter.layout();
        this.root = root;
        this.traits = traits;
        this.scripts = scripts;
    }

    /**
     * Prepares an environment. Nothing is written yet.
     *
     * @param venv the directory of the interpreter's {@code venv} module
     * @param root where the environment is to stand; nothing is there yet, or an empty directory
     * @throws VenvNeeded if it is not certain what {@code venv} would make
     */
    static WrittenEnvironment plan(Host host, Interpreter interpreter, Path venv, Path root) throws VenvNeeded {
        try {
            return plan(host, interpreter, venv, VenvSource.traits(venv.resolve("__init__.py")), root);
        } catch (IOException e) {
            throw new VenvNeeded("its venv module cannot be read: " + MachineProblem.reason(e));
        }
    }

    /** The same with a module whose traits are known already. */
    static WrittenEnvironment plan(Host host, Interpreter interpreter, Path venv, Set<VenvTrait> traits, Path root)
            throws VenvNeeded, IOException {
        WrittenEnvironment environment =
                new WrittenEnvironment(interpreter, root, traits, ActivationScripts.read(venv));
        environment.checkPlatform();
        environment.check();
        environment.checkNames(host);
        return environment;
    }

    private void checkPlatform() throws VenvNeeded, IOException {
        String platform = interpreter.platform();
        if (platform.startsWith("macosx-")) {
            MacInstallation.check(interpreter, root, traits);
        } else if (!platform.startsWith("linux-")) {
            throw new VenvNeeded("what its venv module does on " + platform + " is not known");
        }
    }

    private void check() throws VenvNeeded {
        boolean pypy = traits.contains(VenvTrait.PYPY_COMMANDS);
        boolean scheme = traits.contains(VenvTrait.SCHEME);
        if (!interpreter.implementation().equals(pypy ? "pypy" : "cpython")
                || (!scheme && pypy != traits.contains(VenvTrait.PYPY_LIBRARY))) {
            throw new VenvNeeded("its venv module is not one of " + interpreter.implementation());
        }
        Path packages = Path.of("lib", (pypy ? "pypy3." : "python3.").concat(minor(interpreter)), "site-packages");
        if (!scheme
                && !(layout.scripts().equals(Path.of("bin")) && layout.purelib().equals(packages))) {
            throw new VenvNeeded("its sysconfig names other directories than its venv module: " + layout.scripts()
                    + " and " + layout.purelib());
        }
    }

    /** Java and Python agree on what a file is called if that can be said in UTF-8, or needs no more than ASCII. */
    private void checkNames(Host host) throws VenvNeeded {
        String path = root.toString();
        if (!root.isAbsolute() || !root.equals(root.normalize()) || path.indexOf(':') >= 0) {
            throw new VenvNeeded("its place can be understood in another way: " + path);
        }
        boolean plain = !traits.contains(VenvTrait.GREEK_COMMAND);
        for (int i = 0; i < path.length(); i++) {
            plain &= path.charAt(i) < 0x80;
            if (path.charAt(i) == '\uFFFD') {
                throw new VenvNeeded("not all of the name is text: " + path);
            }
        }
        if (!plain && !host.namesFilesInUtf8()) {
            throw new VenvNeeded("files have names that are not ASCII, and not in UTF-8");
        }
    }

    /** Writes it. What has been written when that fails is in nobody's way, {@code venv} included. */
    EnvironmentLayout write() throws IOException {
        EnvironmentLayout environment = EnvironmentLayout.of(root, layout);
        Files.createDirectories(
                root.resolve(traits.contains(VenvTrait.SCHEME_HEADERS) ? layout.include() : Path.of("include")));
        Files.createDirectories(environment.purelib());
        if (layout.lib64Link()) {
            Files.createSymbolicLink(root.resolve("lib64"), Path.of("lib"));
        }
        Files.createDirectories(environment.scripts());
        Files.writeString(root.resolve("pyvenv.cfg"), configuration(interpreter, root, traits));
        linkCommands(environment.scripts());
        Path python = environment.scripts().resolve(layout.baseExecutable().getFileName());
        scripts.write(environment.scripts(), values(interpreter, root, python, traits), traits);
        if (!Files.exists(environment.python())) {
            throw new NoSuchFileException(layout.baseExecutable().toString());
        }
        return environment;
    }

    /** The text of {@code pyvenv.cfg}. */
    static String configuration(Interpreter interpreter, Path root, Set<VenvTrait> traits) throws IOException {
        StringBuilder text = new StringBuilder()
                .append("home = ")
                .append(interpreter.layout().home())
                .append("\ninclude-system-site-packages = false\nversion = ")
                .append(interpreter.version().base())
                .append('\n');
        if (traits.contains(VenvTrait.ORIGIN)) {
            text.append("executable = ")
                    .append(interpreter.executable().toRealPath())
                    .append("\ncommand = ")
                    .append(interpreter.executable())
                    .append(" -m venv --without-pip ")
                    .append(traits.contains(VenvTrait.SCM_OPTION) ? "--without-scm-ignore-files " : "")
                    .append(root)
                    .append('\n');
        }
        return text.toString();
    }

    private void linkCommands(Path directory) throws IOException {
        Path first = layout.baseExecutable().getFileName();
        Files.createSymbolicLink(directory.resolve(first), layout.baseExecutable());
        for (String name : furtherCommands()) {
            if (!first.toString().equals(name)) {
                Files.createSymbolicLink(directory.resolve(name), first);
            }
        }
    }

    private List<String> furtherCommands() {
        List<String> names = new ArrayList<>(List.of("python", "python3"));
        if (traits.contains(VenvTrait.MINOR_COMMAND)) {
            names.add("python3.".concat(minor(interpreter)));
        }
        if (traits.contains(VenvTrait.PYPY_COMMANDS)) {
            names.add("pypy3");
            names.add("pypy");
        }
        if (traits.contains(VenvTrait.GREEK_COMMAND) && minor(interpreter).equals("14")) {
            names.add("\uD835\uDF0Bthon");
        }
        return names;
    }

    /** The second number of the version. */
    static String minor(Interpreter interpreter) {
        return interpreter.version().base().toString().split("\\.", -1)[1];
    }

    /**
     * What activation scripts are told.
     *
     * @param python the interpreter in the environment, by the name that comes first
     */
    static ActivationScripts.Values values(Interpreter interpreter, Path root, Path python, Set<VenvTrait> traits) {
        String name = String.valueOf(root.getFileName());
        return new ActivationScripts.Values(
                root.toString(),
                name,
                traits.contains(VenvTrait.PARENTHESISED_PROMPT)
                        ? "(".concat(name).concat(") ")
                        : name,
                interpreter.layout().scripts().toString(),
                python.toString());
    }
}
