package io.github.pyb.testing;

import io.github.pyb.json.Json;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Interpreters that there are not: described ones, and shell scripts that answer as an interpreter does. */
public final class FakePython {

    private FakePython() {}

    /** A CPython as it would describe itself. */
    public static Interpreter described(
            Path executable, Version version, Optional<Interpreter.Pip> pip, Path... pipWheels) {
        return described(executable, version, "cpython", "linux-x86_64", false, pip, pipWheels);
    }

    /** An interpreter as it would describe itself. */
    public static Interpreter described(
            Path executable,
            Version version,
            String implementation,
            String platform,
            boolean freeThreaded,
            Optional<Interpreter.Pip> pip,
            Path... pipWheels) {
        Path packages = Path.of("lib/python3/site-packages");
        return new Interpreter(
                executable,
                version,
                implementation,
                platform,
                freeThreaded,
                false,
                Optional.of(Path.of("/usr/lib/python3/venv")),
                pip,
                List.of(pipWheels),
                new Interpreter.Layout(
                        executable,
                        Path.of("/usr"),
                        Path.of("bin"),
                        packages,
                        packages,
                        Path.of("include/python3"),
                        true),
                new Interpreter.Abi(
                        Optional.of(".so"),
                        Optional.empty(),
                        Optional.of("cpython-3"),
                        "a70d0d0a",
                        Optional.of("glibc 2.36")),
                Map.of());
    }

    /**
     * A script that answers for itself.
     *
     * @param version what stands in {@code sys.version_info}, for instance {@code 3, 12, 1}
     */
    public static Path script(Path file, String implementation, String version) {
        return executable(file, "#!/bin/sh", "echo '" + answer(file, implementation, version) + "'");
    }

    /**
     * The same, but the file does not say that it is a script, as an interpreter does not. The system would not start it;
     * Java hands it to the shell.
     *
     * @param lines what it does before it answers
     */
    public static Path binary(Path file, String answer, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("echo '" + answer + "'");
        return executable(file, all.toArray(String[]::new));
    }

    /**
     * A file that can be run. On POSIX another process writes it: what this JVM has open for writing, a process that another
     * test starts at that moment has open for a while as well, and until then the system refuses to run it (ETXTBSY).
     */
    public static Path executable(Path file, String... lines) {
        if (File.separatorChar == '\\') {
            return Trees.write(file, lines);
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Process shell = new ProcessBuilder("sh", "-c", "cat > \"$0\" && chmod 755 \"$0\"", file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream stream = shell.getOutputStream()) {
                stream.write(Trees.text(lines).getBytes(StandardCharsets.UTF_8));
            }
            if (shell.waitFor() != 0) {
                throw new AssertionError(file + " cannot be made");
            }
            return file;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(file + " cannot be made", e);
        }
    }

    /** The line with which an interpreter answers. */
    public static String answer(Path executable, String implementation, String version, Path... witnesses) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("executable", executable.toString());
        answer.put("implementation", implementation);
        answer.put("platform", "linux-x86_64");
        answer.put("free_threaded", false);
        answer.put("debug", false);
        answer.put("venv", "/usr/lib/python3/venv");
        answer.put("pip", null);
        answer.put("pip_wheels", List.of());
        answer.put("witnesses", Stream.of(witnesses).map(Path::toString).toList());
        answer.put(
                "layout",
                Map.of(
                        "base_executable",
                        executable.toString(),
                        "base_prefix",
                        "/usr",
                        "scripts",
                        "bin",
                        "purelib",
                        "lib/python3/site-packages",
                        "platlib",
                        "lib/python3/site-packages",
                        "include",
                        "include/python3",
                        "lib64_link",
                        true));
        answer.put("abi", Map.of("extension_suffix", ".so", "cache_tag", "cpython-3", "bytecode", "a70d0d0a"));
        String json = Json.write(answer).replaceAll("\n *", " ");
        return "pyb-probe: {\"version\": [" + version + ", \"final\", 0], " + json.substring(1);
    }
}
