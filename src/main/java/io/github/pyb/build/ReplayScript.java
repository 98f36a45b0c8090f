package io.github.pyb.build;

import io.github.pyb.host.CommandLine;
import io.github.pyb.host.Host;
import io.github.pyb.problem.Masking;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A script that runs a process of a build once more, by hand: with the same variables, in the same directory. Variables
 * that look like secrets are not written down; the script asks for them.
 */
final class ReplayScript {

    private static final String INCOMPLETE = "Secrets in its input were not written down: put them back first, where "
            + Masking.MASK + " stands in the files beside this one.";

    private final Host host;
    private final ProcessSpec spec;
    private final Map<Path, Path> kept;
    private final List<Path> directories;
    private final boolean complete;

    /**
     * @param kept where files and directories that the process needs, and that do not stay, were copied to
     * @param directories what has to be there when the process starts
     * @param complete whether the copies are complete; otherwise secrets were taken out of them
     */
    ReplayScript(Host host, ProcessSpec spec, Map<Path, Path> kept, List<Path> directories, boolean complete) {
        this.host = host;
        this.spec = spec;
        this.kept = kept;
        this.directories = directories;
        this.complete = complete;
    }

    String fileName() {
        return host.isWindows() ? "replay.cmd" : "replay.sh";
    }

    /** The command that runs the script. */
    String invocation(Path script) {
        String quoted = CommandLine.quote(host, script.toString());
        return host.isWindows() ? quoted : "sh " + quoted;
    }

    String text() {
        return host.isWindows() ? windows() : posix();
    }

    private String posix() {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        text.append("# Repeats the step that failed (")
                .append(spec.title())
                .append("), in the environment that was kept.\n");
        if (!complete) {
            text.append("# ").append(INCOMPLETE).append('\n');
        }
        for (String name : spec.changes().removed()) {
            text.append("unset ").append(name).append('\n');
        }
        spec.changes().set().forEach((name, value) -> {
            if (isSecret(name, value)) {
                text.append(": \"${").append(name).append(":?set it first, its value was not written down}\"\n");
                text.append("export ").append(name).append('\n');
            } else {
                text.append("export ")
                        .append(name)
                        .append('=')
                        .append(CommandLine.posix(value))
                        .append('\n');
            }
        });
        for (Path directory : directories) {
            text.append("mkdir -p ")
                    .append(CommandLine.posix(directory.toString()))
                    .append('\n');
        }
        text.append("cd ").append(CommandLine.posix(directory().toString())).append(" || exit\n");
        text.append("exec ").append(CommandLine.quote(host, command())).append('\n');
        return text.toString();
    }

    private String windows() {
        StringBuilder text = new StringBuilder("@echo off\r\nsetlocal\r\n");
        text.append("rem Repeats the step that failed (")
                .append(spec.title())
                .append("), in the environment that was kept.\r\n");
        if (!complete) {
            text.append("rem ").append(INCOMPLETE).append("\r\n");
        }
        for (String name : spec.changes().removed()) {
            text.append("set \"").append(name).append("=\"\r\n");
        }
        spec.changes().set().forEach((name, value) -> {
            if (isSecret(name, value)) {
                text.append("if not defined ").append(name).append(" echo set ").append(name);
                text.append(" first, its value was not written down & exit /b 1\r\n");
            } else {
                text.append("set \"")
                        .append(name)
                        .append('=')
                        .append(value.replace("%", "%%"))
                        .append("\"\r\n");
            }
        });
        for (Path directory : directories) {
            String quoted = CommandLine.windows(directory.toString());
            text.append("if not exist ")
                    .append(quoted)
                    .append(" mkdir ")
                    .append(quoted)
                    .append("\r\n");
        }
        text.append("cd /d ")
                .append(CommandLine.windows(directory().toString()))
                .append(" || exit /b\r\n");
        text.append(CommandLine.quote(host, command())).append("\r\n");
        return text.toString();
    }

    /** The working directory may be one of those that do not stay. */
    private Path directory() {
        return kept.getOrDefault(spec.directory(), spec.directory());
    }

    private List<String> command() {
        return spec.command().stream()
                .map(word -> kept.entrySet().stream()
                        .filter(copy -> copy.getKey().toString().equals(word))
                        .map(copy -> copy.getValue().toString())
                        .findFirst()
                        .orElse(Masking.mask(word)))
                .toList();
    }

    private static boolean isSecret(String name, String value) {
        return Masking.isSecretName(name) || !Masking.mask(value).equals(value);
    }
}
