package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.LockMode;
import io.github.pyb.build.LockWishes;
import io.github.pyb.build.PomVersion;
import io.github.pyb.build.SourceMode;
import io.github.pyb.build.VersionCheck;
import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.testing.Behaviour;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.InputSource;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From Maven's configuration to the request; everything behind that is tested without Maven. */
@MojoTest
class WheelMojoTest {

    @Inject
    MavenProject project;

    @Inject
    MavenSession session;

    @BeforeEach
    void describeProject() {
        project.getBuild().setDirectory("target");
        doReturn(new File("pom.xml").getAbsoluteFile()).when(project).getFile();
    }

    @Test
    @Basedir("/mojo-test")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @Behaviour({10, 11, 48, 97})
    @DisplayName("everything that a POM says reaches the request, paths relative to the base directory")
    void fromPom(WheelMojo mojo) throws Exception {
        BuildRequest request = mojo.request();
        Path base = request.places().base();

        assertThat(base).isAbsolute().endsWith(Path.of("mojo-test"));
        assertThat(request.environment().location()).contains(base.resolve("chosen/env"));
        assertThat(request.environment().keep()).isEqualTo(KeepPolicy.ALWAYS);
        assertThat(request.places().source()).isEqualTo(base.resolve("python"));
        assertThat(request.places().sdistExtractDir()).contains(base.resolve("unpacked"));
        assertThat(request.places().buildDirectory()).contains(base.resolve("objects"));
        assertThat(request.backend().jobs()).isEqualTo(5);
        assertThat(request.sourceMode()).isEqualTo(SourceMode.INPLACE);
        assertThat(request.limits().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(request.environment().constraints())
                .isEqualTo(List.of(base.resolve("a.txt"), base.resolve("b.txt")));
        assertThat(request.environment().variables()).isEqualTo(Map.of("CC", "clang", "EMPTY", ""));
        assertThat(request.configSettings()).isEqualTo(Map.of("key", "value"));
        assertThat(request.environment().indexes().declared())
                .extracting(Index::words)
                .containsExactly(
                        "corp, https://repository.example/simple/ (the parameter indexes, no credentials), for corp-*,"
                                + " tool",
                        "rest, https://repository.example/rest/ (the parameter indexes, no credentials)");
        assertThat(request.clearCommand())
                .startsWith("mvn -f ")
                .contains("-Dbuild.env.dir=" + base.resolve("chosen/env"))
                .contains("unpacked")
                .endsWith("objects");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @Behaviour({1, 48})
    @DisplayName("without a word from the user everything is at its default place, isolated, and without settings")
    void defaults(WheelMojo mojo) throws Exception {
        BuildRequest request = mojo.request();
        Path target = request.places().base().resolve("target");

        assertThat(request.environment().location()).isEmpty();
        assertThat(request.environment().isolated()).isTrue();
        assertThat(request.environment().skipDependencyCheck()).isFalse();
        assertThat(request.environment().constraints()).isEmpty();
        assertThat(request.environment().indexes().areDeclared()).isFalse();
        assertThat(request.configSettings()).isEmpty();
        assertThat(request.places().sdistExtractDir()).isEmpty();
        assertThat(request.places().buildDirectory()).isEmpty();
        assertThat(request.backend().jobs()).isPositive();
        assertThat(request.places().source()).isEqualTo(request.places().base());
        assertThat(request.places().work()).isEqualTo(target.resolve("pyb"));
        assertThat(request.places().output()).isEqualTo(target.resolve("dist"));
        assertThat(request.sourceMode()).isEqualTo(SourceMode.AUTO);
        assertThat(request.environment().keep()).isEqualTo(KeepPolicy.FAILURE);
        assertThat(request.limits().timeout()).isNull();
        assertThat(request.limits().patience()).isEqualTo(Duration.ofMinutes(10));
        assertThat(request.interpreters().pythons()).isEmpty();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName("installers are offline if Maven is")
    void offline(WheelMojo mojo) throws Exception {
        assertThat(mojo.request().environment().installer().offline()).isFalse();

        doReturn(true).when(session).isOffline();

        assertThat(mojo.request().environment().installer().offline()).isTrue();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName(
            "the version of the POM is part of the request, with the place where it stands; without a POM there is none")
    void version(WheelMojo mojo) throws Exception {
        project.setVersion("1.2-SNAPSHOT");
        File pom = new File("pom.xml").getAbsoluteFile();
        assertThat(mojo.request().version())
                .contains(new PomVersion("1.2-SNAPSHOT", pom.getPath(), VersionCheck.WARN, false));

        InputSource source = new InputSource();
        source.setLocation("/parent/pom.xml");
        project.getModel().setLocation("version", new InputLocation(5, 3, source));
        mojo.versionCheck = "fail";
        mojo.offerVersion = "true";
        assertThat(mojo.request().version())
                .contains(new PomVersion("1.2-SNAPSHOT", "/parent/pom.xml, line 5", VersionCheck.FAIL, true));

        doReturn(null).when(project).getFile();
        assertThat(mojo.request().version()).isEmpty();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName(
            "environments are kept in the user's store, resolved anew each day, at once with -U, and never with -o")
    void store(WheelMojo mojo) throws Exception {
        StoreSettings usual = mojo.request().environment().store();
        Instant begin = session.getRequest().getStartTime().toInstant();
        // Nobody need have built anything: the raw form does not look for the directory.
        assertThat(usual.directory()).endsWithRaw(Path.of(".m2/pyb/environments"));
        assertThat(usual.limit()).isEqualTo(2L << 30);
        assertThat(usual.staleBefore()).isBetween(begin.minus(Duration.ofHours(25)), begin);

        session.getRequest().setUpdateSnapshots(true);
        assertThat(mojo.request().environment().store().staleBefore()).isEqualTo(begin);
        session.getRequest().setOffline(true);
        assertThat(mojo.request().environment().store().staleBefore()).isEqualTo(Instant.MIN);
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "store", value = "?/.m2/pyb")
    @DisplayName("where the JVM does not know the user's home directory, the store is not put among the sources")
    void unknownHome(WheelMojo mojo) throws Exception {
        assertThat(mojo.request().environment().store().directory())
                .isEqualTo(new Host().home().resolve(".m2/pyb/environments"));
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "storeSize", value = "many")
    @DisplayName("a size that is no number is refused")
    void storeSize(WheelMojo mojo) {
        assertThatThrownBy(mojo::request)
                .hasMessageContaining("the parameter storeSize (-Dpyb.store.size) is not a number of megabytes")
                .hasMessageContaining("many");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "envDir", value = "")
    @MojoParameter(name = "outputDirectory", value = " ")
    @MojoParameter(name = "workDirectory", value = "")
    @MojoParameter(name = "sourceDirectory", value = "")
    @MojoParameter(name = "timeout", value = "")
    @DisplayName("an empty value counts as not given, never as the base directory")
    void emptyValues(WheelMojo mojo) throws Exception {
        BuildRequest request = mojo.request();

        assertThat(request.environment().location()).isEmpty();
        assertThat(request.places().output()).isEqualTo(request.places().base().resolve("target/dist"));
        assertThat(request.places().work()).isEqualTo(request.places().base().resolve("target/pyb"));
        assertThat(request.limits().timeout()).isNull();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @Behaviour(2)
    @DisplayName("isolation that is switched off changes nothing else")
    void withoutIsolation(WheelMojo mojo) throws Exception {
        BuildRequest isolated = mojo.request();

        mojo.isolation = "false";

        assertThat(mojo.request())
                .usingRecursiveComparison()
                .ignoringFields("environment.isolated", "limits", "provisioning")
                .isEqualTo(isolated);
        assertThat(isolated.environment().isolated()).isTrue();
        assertThat(mojo.request().environment().isolated()).isFalse();
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "envDir", value = "chosen")
    @Behaviour(12)
    @DisplayName("a place for the environment contradicts building without isolation, and the message names both")
    void contradiction(WheelMojo mojo) {
        mojo.isolation = "false";

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(
                        "isolation (-Dpyb.isolation=false) and envDir (-Dbuild.env.dir) contradict each other")
                .hasMessageContaining("leave out one of the two");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "sourceDirectory", value = "some-1.0.tar.gz")
    @MojoParameter(name = "configSettingsJson", value = "{\"key\": \"value\"}")
    @Behaviour({8, 59})
    @DisplayName("for a source distribution all parameters count as for a tree: isolation, the check, settings")
    void sourceDistribution(WheelMojo mojo) throws Exception {
        mojo.isolation = "false";
        mojo.skipDependencyCheck = "true";

        BuildRequest request = mojo.request();

        assertThat(request.places().source()).isEqualTo(request.places().base().resolve("some-1.0.tar.gz"));
        assertThat(request.environment().isolated()).isFalse();
        assertThat(request.environment().skipDependencyCheck()).isTrue();
        assertThat(request.configSettings()).isEqualTo(Map.of("key", "value"));
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "outputDirectory", value = "out/here")
    @Behaviour({7, 104})
    @DisplayName("the output directory can be chosen, with a source directory and without, and becomes absolute")
    void outputDirectory(WheelMojo mojo) throws Exception {
        Path base = mojo.request().places().base();
        assertThat(mojo.request().places().output()).isEqualTo(base.resolve("out/here"));

        mojo.sourceDirectory = "python";

        assertThat(mojo.request().places().output()).isEqualTo(base.resolve("out/here"));
        assertThat(mojo.request().places().source()).isEqualTo(base.resolve("python"));
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "keepEnv", value = "sometimes")
    @DisplayName("a word that a parameter does not know is refused with those that it does")
    void badChoice(WheelMojo mojo) {
        assertThatThrownBy(mojo::request)
                .hasMessageContaining("the parameter keepEnv (-Dpyb.env.keep) has an unknown value")
                .hasMessageContaining("value:        sometimes")
                .hasMessageContaining("one of failure, always, never");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "timeout", value = "-5")
    @DisplayName("a time limit that is no number of seconds is the user's mistake, in Maven's words")
    void badTimeout(WheelMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("the parameter timeout (-Dpyb.timeout) is not a number of seconds")
                .hasMessageContaining("value:        -5");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @MojoParameter(name = "skipWheel", value = "true")
    @MojoParameter(name = "timeout", value = "nonsense")
    @DisplayName("a goal that is skipped does not even look at its parameters")
    void skipped(WheelMojo mojo) throws Exception {
        mojo.execute();

        assertThat(project.getAttachedArtifacts()).isEmpty();
    }

    @Test
    @Behaviour(9)
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName("the installer reaches the request, and where it is; pip is the default")
    void installer(WheelMojo mojo) throws Exception {
        assertThat(mojo.request().environment().installer()).isEqualTo(InstallerChoice.pip());
        mojo.installer = "uv";
        assertThat(mojo.request().environment().installer()).isEqualTo(InstallerChoice.uv());
        mojo.uvExecutable = "tools/uv";
        assertThat(mojo.request().environment().installer().uvExecutable())
                .contains(mojo.request().places().base().resolve("tools/uv"));
        mojo.installer = "conda";
        assertThatThrownBy(mojo::request)
                .hasMessageContaining("the parameter installer (-Dpyb.installer) has an unknown value")
                .hasMessageContaining("one of pip, uv");
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName(
            "a lock file beside the project is preferred, unless there is another wish, or no project to be beside of")
    void lockFile(WheelMojo mojo) throws Exception {
        Path base = mojo.request().places().base();
        assertThat(mojo.request().environment().lock())
                .isEqualTo(new LockWishes(LockMode.PREFER, Optional.of(base.resolve("pylock.build.toml"))));

        mojo.sourceDirectory = "python";
        assertThat(mojo.request().environment().lock().file()).contains(base.resolve("python/pylock.build.toml"));

        mojo.sourceDirectory = "some-1.0.tar.gz";
        assertThat(mojo.request().environment().lock().file()).isEmpty();

        mojo.lock = "enforce";
        mojo.lockFile = "locks/pylock.it.toml";
        assertThat(mojo.request().environment().lock())
                .isEqualTo(new LockWishes(LockMode.ENFORCE, Optional.of(base.resolve("locks/pylock.it.toml"))));
    }

    @Test
    @Basedir("/mojo-defaults")
    @InjectMojo(goal = "wheel", pom = "pom.xml")
    @DisplayName("settings that contradict each other are refused with both names")
    void contradictions(WheelMojo mojo) {
        mojo.skipDependencyCheck = "true";
        assertContradiction(mojo, "skipDependencyCheck (-Dpyb.skipDependencyCheck=true) and isolation (true)");
        mojo.isolation = "false";
        mojo.reclaimEnv = "true";
        assertContradiction(mojo, "isolation (-Dpyb.isolation=false) and reclaimEnv (-Dpyb.env.reclaim)");
        mojo.constraints = List.of("a.txt");
        mojo.reclaimEnv = "false";
        assertContradiction(mojo, "isolation (-Dpyb.isolation=false) and constraints (-Dpyb.constraints)");
        mojo.lock = "enforce";
        assertContradiction(mojo, "isolation (-Dpyb.isolation=false) and lock (-Dpyb.lock=enforce)");
        mojo.lock = "";
        mojo.installer = "uv";
        assertContradiction(mojo, "isolation (-Dpyb.isolation=false) and installer (-Dpyb.installer)");
        mojo.envDir = "env";
        assertContradiction(mojo, "isolation (-Dpyb.isolation=false) and envDir (-Dbuild.env.dir)");
        mojo.isolation = "true";
        mojo.skipDependencyCheck = "false";
        mojo.installer = "";
        mojo.uvExecutable = "uv";
        assertContradiction(mojo, "uvExecutable (-Dpyb.uvExecutable) and installer (pip, the default)");
    }

    private static void assertContradiction(WheelMojo mojo, String both) {
        assertThatThrownBy(mojo::request).hasMessageContaining(both + " contradict each other");
    }
}
