package io.github.pyb.env;

import io.github.pyb.host.Host;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An interpreter of this machine as it would be on Windows or macOS: in a directory that is laid out as there, with the
 * machine's own {@code venv} module.
 *
 * @param system as {@code sys.platform} says it
 * @param python what it would say of itself
 * @param runner the interpreter of this machine itself, which can run
 */
record PresentedInstallation(String system, Host host, Interpreter python, Path runner) {

    private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456Z"));

    /** What Linux does not install: templates, in the lines and encodings that Windows has. */
    private static final Map<String, String> TEMPLATES = Map.of(
            "nt/activate.bat",
                    "@set \"A=__VENV_DIR__\"\r\n@set B=__VENV_NAME__ __VENV_PROMPT__\r\n"
                            + "@set C=__VENV_BIN_NAME__ __VENV_PYTHON__\r\n",
            "nt/deactivate.bat", "@set A=\r\n",
            "common/Signed.ps1", "\uFEFF$A = \"gr\u00fc\u00dfe\"\r\n");

    /** On Windows. */
    static PresentedInstallation windows(Path home, Interpreter real, boolean freeThreaded) throws IOException {
        boolean renamed = Integer.parseInt(minor(real)) >= 13;
        Path venv = copyVenv(real, home.resolve("Lib").resolve("venv"));
        Path scripts = venv.resolve("scripts");
        for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
            Path file = scripts.resolve(template.getKey());
            Files.createDirectories(file.getParent());
            writeOld(file, template.getValue());
        }
        List<String> launchers = renamed
                ? List.of("venvlauncher.exe", "venvwlauncher.exe", "venvlaunchert.exe", "venvwlaunchert.exe")
                : List.of("python.exe", "pythonw.exe");
        for (String launcher : launchers) {
            writeOld(scripts.resolve("nt").resolve(launcher), "launcher " + launcher);
        }
        Path base = home.resolve(freeThreaded ? "python3." + minor(real) + "t.exe" : "python.exe");
        writeOld(base, "interpreter");
        writeOld(home.resolve("pythonw.exe"), "interpreter");
        Path packages = Path.of("Lib", "site-packages");
        Interpreter.Layout layout =
                new Interpreter.Layout(base, home, Path.of("Scripts"), packages, packages, Path.of("Include"), false);
        return new PresentedInstallation(
                "win32",
                new Host(Host.Family.WINDOWS, Map.of("SystemDrive", "/"), home),
                like(real, base, "win-amd64", freeThreaded, venv, layout),
                real.executable());
    }

    /** On macOS. */
    static PresentedInstallation macos(Path home, Interpreter real) throws IOException {
        String name = "python3." + minor(real);
        Path venv = copyVenv(real, home.resolve("lib").resolve(name).resolve("venv"));
        Path bin = Files.createDirectories(home.resolve("bin"));
        writeOld(bin.resolve(name), "interpreter");
        Path link = Files.createSymbolicLink(bin.resolve("python3"), Path.of(name));
        Path packages = Path.of("lib", name, "site-packages");
        Interpreter.Layout layout = new Interpreter.Layout(
                link, home, Path.of("bin"), packages, packages, real.layout().include(), false);
        return new PresentedInstallation(
                "darwin",
                new Host(Host.Family.MACOS, Map.of(), home),
                like(real, link, "macosx-14.0-arm64", false, venv, layout),
                real.executable());
    }

    /** The same, called by the interpreter of an environment that was made from it. */
    PresentedInstallation from(Path executable) {
        return new PresentedInstallation(
                system,
                host,
                like(
                        python,
                        Trees.write(executable),
                        python.platform(),
                        python.freeThreaded(),
                        python.venv().orElseThrow(),
                        python.layout()),
                runner);
    }

    /** A further program beside the interpreter, and its launcher. */
    void addProgram(String name) throws IOException {
        writeOld(python.layout().home().resolve(name), "interpreter");
        writeOld(python.venv().orElseThrow().resolve("scripts").resolve("nt").resolve(name), "launcher " + name);
    }

    private static Interpreter like(
            Interpreter real,
            Path executable,
            String platform,
            boolean freeThreaded,
            Path venv,
            Interpreter.Layout layout) {
        return new Interpreter(
                executable,
                real.version(),
                real.implementation(),
                platform,
                freeThreaded,
                false,
                Optional.of(venv),
                real.pip(),
                real.pipWheels(),
                layout,
                real.abi(),
                real.variables());
    }

    private static String minor(Interpreter real) {
        return real.version().base().toString().split("\\.", -1)[1];
    }

    private static void writeOld(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, OLD);
    }

    private static Path copyVenv(Interpreter real, Path to) throws IOException {
        Path venv = real.venv().orElseThrow();
        Files.walkFileTree(venv, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.endsWith("__pycache__")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(venv.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = Files.copy(file, to.resolve(venv.relativize(file)));
                Files.setLastModifiedTime(copy, OLD);
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }
}
