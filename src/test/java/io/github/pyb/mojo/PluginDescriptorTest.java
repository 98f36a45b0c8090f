package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.pyb.testing.Behaviour;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** What users see of goals and parameters: the descriptor that {@code pyb:help} and the site are made from. */
class PluginDescriptorTest {

    /** Goals of the interface, with whether they run per module and whether they need a POM. */
    private static final Map<String, String> GOALS = new TreeMap<>(Map.ofEntries(
            Map.entry("build", "package"),
            Map.entry("check", "verify"),
            Map.entry("clean", "clean"),
            Map.entry("copy-wheels", "prepare-package"),
            Map.entry("editable", ""),
            Map.entry("env", ""),
            Map.entry("go-offline", ""),
            Map.entry("help", ""),
            Map.entry("lock", ""),
            Map.entry("metadata", ""),
            Map.entry("sdist", "package"),
            Map.entry("standalone", ""),
            Map.entry("wheel", "package")));

    @Test
    @DisplayName("the goals are those of the interface, at their phases, thread-safe, per module")
    void goals() throws Exception {
        Map<String, String> phases = new TreeMap<>();
        for (Xpp3Dom goal : goalElements()) {
            phases.put(text(goal, "goal"), text(goal, "phase"));
            assertThat(text(goal, "threadSafe")).as(text(goal, "goal")).isEqualTo("true");
            boolean needsPom = !List.of("help", "standalone").contains(text(goal, "goal"));
            assertThat(text(goal, "requiresProject")).as(text(goal, "goal")).isEqualTo(Boolean.toString(needsPom));
        }

        assertThat(phases).isEqualTo(GOALS);
    }

    @Test
    @DisplayName("every goal has a description and says since when it exists")
    void goalDocumentation() throws Exception {
        for (Xpp3Dom goal : ownGoals()) {
            assertThat(text(goal, "description")).as(text(goal, "goal")).hasSizeGreaterThan(60);
            assertThat(text(goal, "since")).as(text(goal, "goal")).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        }
    }

    @Test
    @DisplayName("every parameter that users can set has a description, says since when it exists, and is called alike"
            + " in all goals")
    void parameterDocumentation() throws Exception {
        Map<String, String> descriptions = new TreeMap<>();
        for (Xpp3Dom goal : ownGoals()) {
            for (Xpp3Dom parameter : parameters(goal)) {
                String name = text(goal, "goal") + "/" + text(parameter, "name");
                assertThat(text(parameter, "description")).as(name).hasSizeGreaterThan(15);
                assertThat(text(parameter, "since")).as(name).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
                if (!text(parameter, "name").startsWith("skip")) {
                    String other = descriptions.putIfAbsent(text(parameter, "name"), text(parameter, "description"));
                    assertThat(text(parameter, "description"))
                            .as(name)
                            .isEqualTo(other == null ? text(parameter, "description") : other);
                }
            }
        }
        assertThat(descriptions).containsKeys("envDir", "python", "sourceMode", "configSettings");
    }

    @Test
    @DisplayName("every parameter with a single value can be set on the command line, by a name that begins with pyb.")
    void properties() throws Exception {
        for (Xpp3Dom goal : ownGoals()) {
            for (Xpp3Dom parameter : parameters(goal)) {
                String name = text(parameter, "name");
                Xpp3Dom configuration = goal.getChild("configuration").getChild(name);
                String expression = configuration == null ? "" : configuration.getValue();
                if (List.of("configSettings", "environmentVariables", "indexes").contains(name)) {
                    assertThat(expression).as(name).isNullOrEmpty();
                } else if (name.equals("envDir")) {
                    assertThat(expression).isEqualTo("${build.env.dir}");
                } else {
                    assertThat(expression).as(name).matches("\\$\\{pyb\\.[A-Za-z.]+}");
                }
            }
        }
    }

    @Test
    @DisplayName("every goal can be skipped alone, by a property with its name")
    void skipping() throws Exception {
        for (Xpp3Dom goal : ownGoals()) {
            String name = Pattern.compile("-(.)")
                    .matcher(text(goal, "goal"))
                    .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
            assertThat(goal.getChild("configuration").getChildren())
                    .extracting(Xpp3Dom::getValue)
                    .as(name)
                    .contains("${pyb." + name + ".skip}", "${pyb.skip}");
        }
    }

    @Test
    @DisplayName("the goal prefix is pyb, and Maven 3.6.3 and Java 17 are enough")
    void requirements() throws Exception {
        Xpp3Dom plugin = plugin();

        assertThat(text(plugin, "goalPrefix")).isEqualTo("pyb");
        assertThat(text(plugin, "requiredMavenVersion")).isEqualTo("3.6.3");
        assertThat(text(plugin, "requiredJavaVersion")).isEqualTo("17");
    }

    @Test
    @DisplayName("Eclipse is told of every goal, and runs none of them when it builds a workspace")
    void eclipse() throws Exception {
        Xpp3Dom execution = read("/META-INF/m2e/lifecycle-mapping-metadata.xml")
                .getChild("pluginExecutions")
                .getChild("pluginExecution");
        Xpp3Dom goals = execution.getChild("pluginExecutionFilter").getChild("goals");

        assertThat(goals.getChildren()).extracting(Xpp3Dom::getValue).containsExactlyElementsOf(GOALS.keySet());
        assertThat(execution.getChild("action").getChildren())
                .extracting(Xpp3Dom::getName)
                .containsExactly("ignore");
    }

    @Test
    @DisplayName(
            "the packaging calls a goal of ours and plugins in the versions that this project itself is built with")
    void packaging() throws Exception {
        Map<String, String> goals = new TreeMap<>();
        Xpp3Dom mapping =
                read("/META-INF/plexus/components.xml").getChild("components").getChildren("component")[0];
        assertThat(text(mapping, "role-hint")).isEqualTo("python-wheel");
        for (Xpp3Dom lifecycle :
                mapping.getChild("configuration").getChild("lifecycles").getChildren("lifecycle")) {
            for (Xpp3Dom phase : lifecycle.getChild("phases").getChildren()) {
                goals.put(
                        phase.getName(),
                        phase.getValue().replaceAll("\\s+", " ").strip());
            }
        }

        String ours = "io.github.pyb:pyb-maven-plugin:";
        assertThat(goals)
                .containsOnlyKeys("clean", "package", "verify", "install", "deploy")
                .containsEntry("package", ours + "build")
                .containsEntry("verify", ours + "check");
        assertThat(goals.get("clean"))
                .matches(ours + "clean, org.apache.maven.plugins:maven-clean-plugin:[0-9.]+:clean");
        assertThat(goals.get("install")).matches("org.apache.maven.plugins:maven-install-plugin:[0-9.]+:install");
        assertThat(goals.get("deploy")).matches("org.apache.maven.plugins:maven-deploy-plugin:[0-9.]+:deploy");
    }

    @Test
    @Behaviour({13, 14})
    @DisplayName("pyb:help begins with the plugin's name and version, and names every goal")
    void help() throws Exception {
        HelpMojo help = new HelpMojo();
        Log log = mock(Log.class);
        when(log.isInfoEnabled()).thenReturn(true);
        help.setLog(log);

        help.execute();

        ArgumentCaptor<CharSequence> text = ArgumentCaptor.forClass(CharSequence.class);
        verify(log).info(text.capture());
        assertThat(text.getValue().toString())
                .startsWith("pyb-maven-plugin " + text(plugin(), "version") + "\n")
                .contains(GOALS.keySet().stream()
                        .map(goal -> "\npyb:" + goal + "\n")
                        .toList());
    }

    private static List<Xpp3Dom> ownGoals() throws Exception {
        return goalElements().stream()
                .filter(goal -> !text(goal, "goal").equals("help"))
                .toList();
    }

    private static List<Xpp3Dom> parameters(Xpp3Dom goal) {
        return Stream.of(goal.getChild("parameters").getChildren("parameter"))
                .filter(parameter -> text(parameter, "editable").equals("true"))
                .toList();
    }

    private static List<Xpp3Dom> goalElements() throws Exception {
        return new ArrayList<>(List.of(plugin().getChild("mojos").getChildren("mojo")));
    }

    private static Xpp3Dom plugin() throws Exception {
        return read("/META-INF/maven/plugin.xml");
    }

    /** The descriptor is made by Maven in the phase process-classes. */
    private static Xpp3Dom read(String resource) throws Exception {
        try (InputStream stream = PluginDescriptorTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return Xpp3DomBuilder.build(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
    }

    private static String text(Xpp3Dom element, String name) {
        Xpp3Dom child = element.getChild(name);
        return child == null || child.getValue() == null ? "" : child.getValue();
    }
}
