package io.github.pyb.env;

import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the variables of environment markers stand for, as far as it follows from what is known of an interpreter anyway. So
 * nothing has to be started to find out what is locked for it.
 */
public final class InterpreterMarkers {

    /** Variables whose values are not known; they are empty. */
    public static final Set<String> UNKNOWN = Set.of("platform_release", "platform_version", "implementation_version");

    private InterpreterMarkers() {}

    /** A value for each variable. */
    public static Map<String, String> of(Interpreter interpreter) {
        return of(interpreter.version(), interpreter.implementation(), interpreter.platform());
    }

    static Map<String, String> of(Version version, String implementation, String platform) {
        Map<String, String> markers = new TreeMap<>();
        Marker.VARIABLES.forEach(variable -> markers.put(variable, ""));
        String[] numbers = version.base().toString().split("\\.", -1);
        markers.put("python_full_version", version.toString());
        markers.put("python_version", numbers[0] + "." + (numbers.length > 1 ? numbers[1] : "0"));
        markers.put("implementation_name", implementation);
        markers.put(
                "platform_python_implementation",
                switch (implementation) {
                    case "cpython" -> "CPython";
                    case "pypy" -> "PyPy";
                    case "graalpy" -> "GraalVM";
                    default -> implementation;
                });
        putPlatform(platform, markers);
        return markers;
    }

    /** From {@code linux-x86_64}, {@code macosx-11.0-arm64}, {@code win-amd64} or {@code win32}. */
    static void putPlatform(String platform, Map<String, String> markers) {
        String system = platform.replaceFirst("-.*", "");
        String processor = platform.contains("-") ? platform.substring(platform.lastIndexOf('-') + 1) : "";
        switch (system) {
            case "win", "win32" -> {
                put(markers, "nt", "win32", "Windows");
                markers.put("platform_machine", processor.isEmpty() ? "x86" : processor.toUpperCase(Locale.ROOT));
            }
            case "macosx" -> {
                put(markers, "posix", "darwin", "Darwin");
                // Such an interpreter runs on either.
                markers.put("platform_machine", processor.startsWith("universal") ? "" : processor);
            }
            case "linux" -> {
                put(markers, "posix", "linux", "Linux");
                markers.put("platform_machine", processor);
            }
            default -> {
                put(markers, "posix", system, system);
                markers.put("platform_machine", processor);
            }
        }
    }

    private static void put(Map<String, String> markers, String os, String platform, String system) {
        markers.put("os_name", os);
        markers.put("sys_platform", platform);
        markers.put("platform_system", system);
    }
}
