package io.github.pyb.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.TarBuilder;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about two archives that should be the same. */
class FirstDifferenceTest {

    private static final TarBuilder.Header FILE = TarBuilder.header("pkg-1.0/a", '0');

    @TempDir
    Path directory;

    Path one;
    Path other;

    @BeforeEach
    void makeDirectories() throws Exception {
        one = Files.createDirectory(directory.resolve("one"));
        other = Files.createDirectory(directory.resolve("other"));
    }

    @Test
    @DisplayName("two that are the same have no difference")
    void same() throws Exception {
        assertThat(words(TarBuilder.sdist(), TarBuilder.sdist())).isEmpty();
    }

    @Test
    @DisplayName("the content of members: the first is named, RECORD is not, and a path of this machine in it is told")
    void content() throws Exception {
        assertThat(words(
                        pkg().with("pkg/a.py", "1").with("pkg/b.py", "1"),
                        pkg().with("pkg/a.py", "2").with("pkg/b.py", "in /builds/pkg/x")))
                .contains("the content of pkg/a.py and 1 more");
        assertThat(words(pkg().with("pkg/a.py", "1"), pkg().with("pkg/a.py", "in /builds/pkg/x")))
                .contains("the content of pkg/a.py, in which the path of the module stands");
    }

    @Test
    @DisplayName("members that only one of them has, and the order of members")
    void members() throws Exception {
        assertThat(words(pkg(), pkg().with("pkg/b.py", "1"))).contains("only one of them has pkg/b.py");
        assertThat(words(
                        pkg().with("pkg/a.py", "1").with("pkg/b.py", "1"),
                        pkg().with("pkg/b.py", "1").with("pkg/a.py", "1")))
                .contains("members are in another order");
    }

    @Test
    @DisplayName("time stamps and permissions of members, also when contents are the same")
    void attributes() throws Exception {
        TarBuilder.Header later = TarBuilder.header("pkg-1.0/a", '0').text(136, "13000000007\0");
        TarBuilder.Header executable = TarBuilder.header("pkg-1.0/a", '0').mode(0755);

        assertThat(words(TarBuilder.sdist().add(FILE), TarBuilder.sdist().add(later)))
                .contains("the time stamps of pkg-1.0/a");
        assertThat(words(TarBuilder.sdist().add(FILE), TarBuilder.sdist().add(executable)))
                .contains("the permissions of pkg-1.0/a");
    }

    @Test
    @DisplayName("what is around the members: the time in the header of gzip, owners")
    void around() throws Exception {
        Path first = TarBuilder.sdist().writeTo(one.resolve("pkg-1.0.tar.gz"));
        byte[] bytes = Files.readAllBytes(first);
        bytes[4] = 1;
        Path second = TarBuilder.write(other.resolve("pkg-1.0.tar.gz"), bytes);

        assertThat(difference(first, second)).contains("the time of its making, in the header of gzip");
        assertThat(words(
                        TarBuilder.sdist().add(FILE),
                        TarBuilder.sdist()
                                .add(TarBuilder.header("pkg-1.0/a", '0').text(108, "0001750\0"))))
                .contains("directories, links or owners of members, or the way they are compressed");
    }

    private static WheelFile pkg() {
        return new WheelFile("pkg", "1.0");
    }

    private Optional<String> words(WheelFile first, WheelFile second) throws Exception {
        return difference(first.writeInto(one), second.writeInto(other));
    }

    private Optional<String> words(TarBuilder first, TarBuilder second) throws Exception {
        return difference(
                first.writeTo(one.resolve("pkg-1.0.tar.gz")), second.writeTo(other.resolve("pkg-1.0.tar.gz")));
    }

    private static Optional<String> difference(Path first, Path second) throws Exception {
        return new FirstDifference(first, second, new Whereabouts(Map.of(Path.of("/builds/pkg"), "the module")))
                .words();
    }
}
