package io.github.pyb.python;

import io.github.pyb.packaging.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Python interpreter, as it described itself.
 *
 * @param executable its {@code sys.executable}: never a shim, always the interpreter itself
 * @param version its version
 * @param implementation its {@code sys.implementation.name}, for instance {@code cpython} or {@code pypy}
 * @param platform its {@code sysconfig.get_platform()}
 * @param freeThreaded whether it is a CPython without the global interpreter lock
 * @param debug whether it is a debug build
 * @param venv the directory of the {@code venv} module, if its standard library has it
 * @param pip the pip that is installed for it, if any
 * @param pipWheels the wheels that {@code ensurepip} would install pip from
 * @param layout what an environment that is made from it looks like
 * @param abi what it loads
 * @param variables what has to be in the environment of this interpreter and of those that are made from it, unless the
 *     user has set it
 */
public record Interpreter(
        Path executable,
        Version version,
        String implementation,
        String platform,
        boolean freeThreaded,
        boolean debug,
        Optional<Path> venv,
        Optional<Pip> pip,
        List<Path> pipWheels,
        Layout layout,
        Abi abi,
        Map<String, String> variables) {

    /** The oldest version that our own scripts run on. */
    public static final Version OLDEST = Version.of(3, 8);

    /**
     * The pip of an interpreter.
     *
     * @param version its version, if it can be read
     * @param directory where it is installed
     * @param bundled whether it carries its dependencies with it; otherwise it works for no other environment
     */
    public record Pip(Optional<Version> version, Path directory, boolean bundled) {}

    /**
     * What a virtual environment (PEP 405) that is made from an interpreter looks like. Paths in it are relative to its
     * root.
     *
     * @param baseExecutable what environments are made from: of an environment's interpreter the one that it was made from
     *     itself; no link through which an environment could not find the standard library
     * @param basePrefix where that interpreter is installed
     * @param scripts the directory of interpreter and scripts, {@code bin} or {@code Scripts}
     * @param purelib where packages without compiled parts are installed
     * @param platlib where the others are; often the same directory
     * @param include where {@code sysconfig} has headers installed; {@code venv} has its own mind about that in some versions
     * @param lib64Link whether {@code lib64} is a link to {@code lib}
     */
    public record Layout(
            Path baseExecutable,
            Path basePrefix,
            Path scripts,
            Path purelib,
            Path platlib,
            Path include,
            boolean lib64Link) {

        /** What {@code home} in {@code pyvenv.cfg} has to be. */
        public Path home() {
            return Objects.requireNonNull(baseExecutable.getParent(), "an executable is in a directory");
        }
    }

    /**
     * What an interpreter loads.
     *
     * @param extensionSuffix how the names of its extension modules end
     * @param soabi the part of that which names the interface, if it has one
     * @param cacheTag the part of the names of bytecode files that names the interpreter, if it writes any
     * @param bytecode the first four bytes of its bytecode files, in hexadecimal digits
     * @param cLibrary the C library that it runs with, {@code glibc 2.36} for instance, if it is glibc
     */
    public record Abi(
            Optional<String> extensionSuffix,
            Optional<String> soabi,
            Optional<String> cacheTag,
            String bytecode,
            Optional<String> cLibrary) {}

    public Interpreter {
        pipWheels = List.copyOf(pipWheels);
        variables = Map.copyOf(variables);
    }

    /** The same interpreter, with variables that it needs. */
    Interpreter with(Map<String, String> needed) {
        return new Interpreter(
                executable,
                version,
                implementation,
                platform,
                freeThreaded,
                debug,
                venv,
                pip,
                pipWheels,
                layout,
                abi,
                needed);
    }

    /**
     * A short name for everything that is kept per interpreter, {@code cp312} or {@code pp310} for instance; the
     * beginning of the tags of wheels that are built for it.
     */
    public String tag() {
        String name = switch (implementation) {
            case "cpython" -> "cp";
            case "pypy" -> "pp";
            default -> implementation.replaceAll("[^a-z0-9]", "");
        };
        String[] parts = version.base().toString().split("\\.", -1);
        return name + parts[0] + (parts.length > 1 ? parts[1] : "0") + (freeThreaded ? "t" : "") + (debug ? "d" : "");
    }

    /**
     * Everything that an environment takes over from it, as one text. It is the same in every JVM, and at hand faster than
     * the text of a record, for which a JVM makes itself code first.
     */
    public String identity() {
        return Stream.of(
                        executable,
                        version,
                        implementation,
                        platform,
                        freeThreaded,
                        debug,
                        venv,
                        pipWheels,
                        layout.baseExecutable(),
                        layout.basePrefix(),
                        layout.scripts(),
                        layout.purelib(),
                        layout.platlib(),
                        layout.include(),
                        layout.lib64Link(),
                        abi.extensionSuffix(),
                        abi.soabi(),
                        abi.cacheTag(),
                        abi.bytecode(),
                        abi.cLibrary(),
                        new TreeMap<>(variables))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    /** The interpreter in a few words, for the log. */
    public String describe() {
        String name = switch (implementation) {
            case "cpython" -> "CPython";
            case "pypy" -> "PyPy";
            default -> implementation.substring(0, 1).toUpperCase(Locale.ROOT) + implementation.substring(1);
        };
        return name + " " + version + (freeThreaded ? " free-threaded" : "") + ", " + executable;
    }
}
