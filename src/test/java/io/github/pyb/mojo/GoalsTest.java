package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What each goal builds, from Maven's configuration to the files. */
@MojoTest
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
class GoalsTest {

    private static final String SDIST = "full_project-1.0.tar.gz";
    private static final String WHEEL = "full_project-1.0-py3-none-any.whl";

    @Inject
    MavenProject project;

    @Inject
    MavenSession session;

    @TempDir
    Path directory;

    @BeforeEach
    void describeProject() {
        project.getBuild().setDirectory(directory.resolve("target").toString());
        doReturn(new File("pom.xml").getAbsoluteFile()).when(project).getFile();
        // Asked now and then whether another module has failed.
        doReturn(new DefaultMavenExecutionResult()).when(session).getResult();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "build", pom = "pom.xml")
    @Behaviour({1, 60})
    @DisplayName("pyb:build builds the source distribution, and the wheel from what it unpacks to")
    void build(BuildMojo mojo) throws Exception {
        assertThat(built(mojo)).containsExactly(WHEEL, SDIST);
        assertThat(directory.resolve("target/pyb/sdist/full-project/PKG-INFO")).exists();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "standalone", pom = "pom.xml")
    @Behaviour(1)
    @DisplayName("pyb:standalone builds both unless told otherwise, the wheel from the source distribution")
    void standalone(StandaloneMojo mojo) throws Exception {
        assertThat(built(mojo)).containsExactly(WHEEL, SDIST);
        assertThat(directory.resolve("target/pyb/sdist/full-project/PKG-INFO")).exists();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "standalone", pom = "pom.xml")
    @Behaviour(4)
    @DisplayName("pyb:standalone can be asked for the wheel alone, which is built straight from the tree")
    void standaloneWheel(StandaloneMojo mojo) throws Exception {
        mojo.distributions = List.of("wheel");

        assertThat(built(mojo)).containsExactly(WHEEL);
        assertThat(directory.resolve("target/pyb/sdist")).doesNotExist();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "standalone", pom = "pom.xml")
    @Behaviour(3)
    @DisplayName("pyb:standalone can be asked for the source distribution alone")
    void standaloneSdist(StandaloneMojo mojo) throws Exception {
        mojo.distributions = List.of("sdist");

        assertThat(built(mojo)).containsExactly(SDIST);
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "standalone", pom = "pom.xml")
    @DisplayName("pyb:standalone refuses what is no kind of distribution, with those that there are")
    void standaloneOther(StandaloneMojo mojo) {
        mojo.distributions = List.of("egg");

        assertThatThrownBy(() -> built(mojo))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("the parameter distributions (-Dpyb.distributions) has an unknown value")
                .hasMessageContaining("value:        egg")
                .hasMessageContaining("sdist,wheel or one of the two");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @Behaviour(4)
    @DisplayName("pyb:wheel builds the wheel alone, straight from the tree")
    void wheel(WheelMojo mojo) throws Exception {
        assertThat(built(mojo)).containsExactly(WHEEL);
        assertThat(directory.resolve("target/pyb/sdist")).doesNotExist();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "sdist", pom = "pom.xml")
    @Behaviour(3)
    @DisplayName("pyb:sdist builds the source distribution alone")
    void sdist(SdistMojo mojo) throws Exception {
        assertThat(built(mojo)).containsExactly(SDIST);
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "go-offline", pom = "pom.xml")
    @DisplayName("pyb:go-offline fetches nothing if it is skipped, and says so")
    void goOfflineSkipped(GoOfflineMojo mojo) throws Exception {
        Log log = mock(Log.class);
        when(log.isInfoEnabled()).thenReturn(true);
        mojo.setLog(log);
        mojo.sourceDirectory = directory.resolve("nothing").toString();
        mojo.skipGoOffline = true;

        mojo.execute();

        verify(log).info("Skipped: pyb.goOffline.skip is set");
        assertThat(directory).isEmptyDirectory();
    }

    /** Runs the goal on a project with a backend of its own, and lists what is in the output directory. */
    private List<String> built(AbstractDistributionMojo mojo) throws Exception {
        mojo.sourceDirectory =
                TestBackend.complete(directory.resolve("project")).toString();
        mojo.workDirectory = directory.resolve("target/pyb").toString();
        mojo.outputDirectory = directory.resolve("target/dist").toString();
        mojo.python = Pythons.any().executable().toString();
        mojo.attach = "false";
        mojo.setLog(mock(Log.class));
        mojo.execute();
        try (Stream<Path> files = Files.list(directory.resolve("target/dist"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
