package io.github.pyb.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    @DisplayName("the text begins with what happened and lines up the labelled lines below it")
    void text() {
        Explanation explanation = Explanation.of("it broke")
                .where("/some/file")
                .line("environment", "kept")
                .attempt("again");

        assertThat(explanation.text())
                .isEqualTo(String.join(
                        "\n",
                        "it broke",
                        "  where:        /some/file",
                        "  environment:  kept",
                        "  try:          again"));
    }

    @Test
    @DisplayName("further lines of a value are indented below its label")
    void severalLines() {
        assertThat(Explanation.of("it broke").line("left", "a\nb").text())
                .isEqualTo("it broke\n  left:         a\n    b");
    }

    @Test
    @DisplayName("the output of a silent process is not mentioned")
    void noOutput() {
        assertThat(Explanation.of("it broke").output(List.of()).text()).isEqualTo("it broke");
        assertThat(Explanation.of("it broke").output(List.of("a", "b")).text())
                .isEqualTo("it broke\n  last output:\n    a\n    b");
    }

    @Test
    @DisplayName("a problem keeps its kind, its cause and what was said before when more is said")
    void explainedBy() {
        UserProblem first = new UserProblem(ProblemKind.HOOK_FAILED, Explanation.of("it broke"));

        Problem more = first.explainedBy(Explanation.of("").line("environment", "kept"));

        assertThat(more.kind()).isEqualTo(ProblemKind.HOOK_FAILED);
        assertThat(more).hasMessage("it broke\n  environment:  kept").hasCause(first);
    }

    @Test
    @DisplayName("an I/O error is told in words, not as a bare path")
    void reasons() {
        assertThat(MachineProblem.reason(new AccessDeniedException("/x"))).isEqualTo("permission denied (/x)");
        assertThat(MachineProblem.reason(new NoSuchFileException("/x"))).isEqualTo("no such file or directory (/x)");
        assertThat(MachineProblem.reason(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(MachineProblem.reason(new IOException())).isEqualTo("IOException");
    }
}
