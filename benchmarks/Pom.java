import java.util.List;
import java.util.stream.Collectors;

/** Texts of POMs. */
final class Pom {

    private static final String NATURE = """
              <modelVersion>4.0.0</modelVersion>
              <groupId>x</groupId>
              <artifactId>%s</artifactId>
              <version>1.0</version>
              <packaging>pom</packaging>
            """;

    private static final String PLUGIN = """
              <build>
                <plugins>
                  <plugin>
                    <groupId>io.github.pyb</groupId>
                    <artifactId>pyb-maven-plugin</artifactId>
                    <version>%s</version>
                  </plugin>
                </plugins>
              </build>
            """;

    private static final String PARENT = """
              <parent>
                <groupId>x</groupId>
                <artifactId>%s</artifactId>
                <version>1.0</version>
              </parent>
            """;

    private Pom() {}

    /**
     * One that names the plugin.
     *
     * @param version of the plugin
     */
    static String naming(String version, String artifactId) {
        return project(NATURE.formatted(artifactId) + PLUGIN.formatted(version));
    }

    /** One that names the plugin for modules. */
    static String ofParent(String version, String artifactId, List<String> modules) {
        String list = modules.stream()
                .map(module -> "    <module>" + module + "</module>\n")
                .collect(Collectors.joining());
        return project(
                NATURE.formatted(artifactId) + PLUGIN.formatted(version) + "  <modules>\n" + list + "  </modules>\n");
    }

    static String ofModule(String parent, String artifactId) {
        return project(PARENT.formatted(parent) + NATURE.formatted(artifactId));
    }

    private static String project(String content) {
        return "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n" + content + "</project>\n";
    }
}
