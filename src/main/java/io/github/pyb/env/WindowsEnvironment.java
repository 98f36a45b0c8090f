package io.github.pyb.env;

import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A written environment on Windows: instead of links to the interpreter it has copies of launchers, and its directories
 * have other names.
 *
 * <p>It is that of an installed CPython, as its installers lay it out; builds of Python itself, debug builds and the app of
 * Windows' store make theirs with {@code venv}. What is written was compared with what the source of {@code venv} makes when
 * a Windows is presented to it, never on a real one; whatever is not certain there is left to {@code venv} as well.
 */
final class WindowsEnvironment {

    /** Those of CPython; MinGW's and Cygwin's are of another kind. */
    private static final List<String> PLATFORMS = List.of("win32", "win-amd64", "win-arm64");

    private final Interpreter interpreter;
    private final Interpreter.Layout layout;
    private final Path root;
    private final Set<VenvTrait> traits;
    private final ActivationScripts scripts;
    private final WindowsLaunchers launchers;

    private WindowsEnvironment(
            Interpreter interpreter,
            Path root,
            Set<VenvTrait> traits,
            ActivationScripts scripts,
            WindowsLaunchers launchers) {
        this.interpreter = interpreter;
        this.layout = interpreter.layout();
        this.root = root;
        this.traits = traits;
        this.scripts = scripts;
        this.launchers = launchers;
    }

    /**
     * Prepares an environment. Nothing is written yet.
     *
     * @param venv the directory of the interpreter's {@code venv} module
     * @param root where the environment is to stand; nothing is there yet, or an empty directory
     * @throws VenvNeeded if it is not certain what {@code venv} would make
     */
    static WindowsEnvironment plan(Host host, Interpreter interpreter, Path venv, Path root) throws VenvNeeded {
        try {
            return plan(host, interpreter, venv, VenvSource.traitsOnWindows(venv.resolve("__init__.py")), root);
        } catch (IOException e) {
            throw new VenvNeeded("its venv module cannot be read: " + MachineProblem.reason(e));
        }
    }

    /** The same with a module whose traits are known already. */
    static WindowsEnvironment plan(Host host, Interpreter interpreter, Path venv, Set<VenvTrait> traits, Path root)
            throws VenvNeeded, IOException {
        checkKind(interpreter);
        checkInstallation(interpreter, venv);
        checkLayout(interpreter.layout());
        if (traits.contains(VenvTrait.ORIGIN)) {
            checkRealPath(host, interpreter.executable());
        }
        WindowsPlace.check(root);
        return new WindowsEnvironment(
                interpreter,
                root,
                traits,
                ActivationScripts.readForWindows(venv),
                WindowsLaunchers.find(interpreter, venv, traits));
    }

    private static void checkKind(Interpreter interpreter) throws VenvNeeded {
        if (!PLATFORMS.contains(interpreter.platform())) {
            throw new VenvNeeded("what its venv module does on " + interpreter.platform() + " is not known");
        }
        if (!interpreter.implementation().equals("cpython")) {
            throw new VenvNeeded("environments of " + interpreter.implementation() + " on Windows were not compared");
        }
        if (interpreter.debug()) {
            throw new VenvNeeded("the interpreter is a debug build");
        }
        String base = interpreter.layout().baseExecutable().getFileName().toString();
        String threaded = "python3." + WrittenEnvironment.minor(interpreter) + "t.exe";
        if (!base.equals("python.exe") && !(interpreter.freeThreaded() && base.equals(threaded))) {
            throw new VenvNeeded("the interpreter is called " + base);
        }
    }

    /** In a build of Python itself the library is not beside the interpreter; embedded ones have no such module. */
    private static void checkInstallation(Interpreter interpreter, Path venv) throws VenvNeeded {
        Path home = interpreter.layout().home();
        Path library = venv.getParent();
        if (library == null || !home.equals(library.getParent()) || Files.exists(home.resolve("Modules"))) {
            throw new VenvNeeded("the interpreter is not installed beside its library: " + home + " and " + venv);
        }
        for (Path place : List.of(interpreter.executable(), home)) {
            for (Path name : place) {
                // Windows redirects what apps write, and starts them through files that are not what they seem to be.
                if (name.toString().toLowerCase(Locale.ROOT).equals("windowsapps")) {
                    throw new VenvNeeded("the interpreter is an app of Windows' store: " + place);
                }
            }
        }
    }

    private static void checkLayout(Interpreter.Layout layout) throws VenvNeeded {
        Path packages = Path.of("Lib", "site-packages");
        if (!layout.scripts().equals(Path.of("Scripts"))
                || !layout.purelib().equals(packages)
                || !layout.platlib().equals(packages)
                || !layout.include().equals(Path.of("Include"))) {
            throw new VenvNeeded("its sysconfig names other directories than CPython's: " + layout.scripts() + ", "
                    + layout.purelib() + ", " + layout.platlib() + " and " + layout.include());
        }
    }

    /**
     * The configuration shows the real path of the interpreter. Java and Python have the same idea of it where it is the
     * path that is known already; other drives than that of the system can stand for directories elsewhere.
     */
    private static void checkRealPath(Host host, Path executable) throws VenvNeeded, IOException {
        String path = executable.toString();
        String drive = host.variable("SystemDrive").orElse("");
        if (drive.isEmpty() || !path.regionMatches(true, 0, drive, 0, drive.length())) {
            throw new VenvNeeded("the interpreter is not on the drive of the system: " + path);
        }
        if (!executable.toRealPath().toString().equals(path)) {
            throw new VenvNeeded("the interpreter has another path as well: " + path);
        }
    }

    /** Writes it. What has been written when that fails is in nobody's way, {@code venv} included. */
    EnvironmentLayout write() throws IOException {
        EnvironmentLayout environment = EnvironmentLayout.onWindows(root, layout);
        Files.createDirectories(root.resolve(layout.include()));
        Files.createDirectories(environment.purelib());
        Files.createDirectories(environment.scripts());
        // Python writes it as text.
        String configuration =
                WrittenEnvironment.configuration(interpreter, root, traits).replace("\n", "\r\n");
        Files.writeString(root.resolve("pyvenv.cfg"), configuration);
        launchers.copy(environment.scripts());
        scripts.write(
                environment.scripts(),
                WrittenEnvironment.values(interpreter, root, environment.python(), traits),
                traits);
        if (!Files.exists(layout.baseExecutable())) {
            throw new NoSuchFileException(layout.baseExecutable().toString());
        }
        return environment;
    }
}
