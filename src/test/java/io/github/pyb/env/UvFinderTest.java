package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class UvFinderTest {

    @TempDir
    Path directory;

    private InstallerRun run;

    @BeforeEach
    void makeRun() {
        run = new InstallerRun(directory);
    }

    @Test
    @Behaviour(85)
    @DisplayName("the one that the user names is taken before that of the variable, and that before those on PATH")
    void order() throws Exception {
        Path onPath = run.addToPath("uv");
        Path ofVariable = FakeProgram.at(directory.resolve("variable/uv")).file();
        Path named = FakeProgram.at(directory.resolve("named/my-uv")).file();

        assertThat(find(Optional.empty())).isEqualTo(new UvSource(onPath, "9.8.7"));
        run.inherited.put("UV", ofVariable.toString());
        assertThat(find(Optional.empty())).isEqualTo(new UvSource(ofVariable, "9.8.7"));
        assertThat(find(Optional.of(named))).isEqualTo(new UvSource(named, "9.8.7"));

        assertThat(run.log.lines("INFO"))
                .containsExactly(
                        "Installer: uv 9.8.7, " + onPath + " (uv on PATH)",
                        "Installer: uv 9.8.7, " + ofVariable + " (the variable UV)",
                        "Installer: uv 9.8.7, " + named + " (the parameter uvExecutable)");
    }

    @Test
    @DisplayName("a shim on PATH that has no uv behind it gives way to the next one")
    void shim() throws Exception {
        broken(run.addToPath("uv"));
        Path next = run.addToPath("uv");

        assertThat(find(Optional.empty()).executable()).isEqualTo(next);
    }

    @Test
    @DisplayName("empty entries of PATH, and the current directory, are not looked at")
    void currentDirectory() {
        run.inherited.put("PATH", ":.:");
        FakeProgram.at(directory.resolve("uv"));

        assertThatThrownBy(() -> find(Optional.empty()))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessage(String.join(
                        "\n",
                        "there is no uv that could install the build requirements",
                        "  looked at:    the parameter uvExecutable and the variable UV, which are not set, and PATH,"
                                + " which has no uv",
                        "  try:          install uv (python3 -m pip install uv, or pipx install uv) so that it is on PATH",
                        "  try:          or say where it is: uvExecutable (-Dpyb.uvExecutable=PATH) or the variable UV",
                        "  try:          or install with pip: installer (-Dpyb.installer=pip)"));
    }

    @Test
    @DisplayName("what is named has to work: nothing on PATH is taken in its place")
    void named() throws Exception {
        run.addToPath("uv");
        Path file = Trees.write(directory.resolve("file"), "not executable");
        Path broken = FakeProgram.at(directory.resolve("broken")).file();
        broken(broken);

        assertThatThrownBy(() -> find(Optional.of(directory.resolve("absent"))))
                .hasMessageContaining(directory.resolve("absent") + " (the parameter uvExecutable) does not exist");
        assertThatThrownBy(() -> find(Optional.of(directory))).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> find(Optional.of(file))).hasMessageContaining("cannot be executed");
        assertThatThrownBy(() -> find(Optional.of(broken)))
                .hasMessageContaining("does not answer as uv does (exit code 127): uv: command not found");
        run.inherited.put("UV", "uv");
        assertThatThrownBy(() -> find(Optional.empty()))
                .hasMessageContaining("uv (the variable UV) is not an absolute path");
    }

    private static void broken(Path program) throws Exception {
        Files.writeString(program, "#!/bin/sh\necho 'uv: command not found'\nexit 127\n");
    }

    private UvSource find(Optional<Path> named) throws Exception {
        AtomicReference<UvSource> found = new AtomicReference<>();
        run.with((host, runner, settings, changes) ->
                found.set(new UvFinder(host, run.log, runner, directory).find(named, changes)));
        return found.get();
    }
}
