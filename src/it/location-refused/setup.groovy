import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees
import java.nio.file.Files
import java.nio.file.Path

def root = basedir.toPath()
def module = { String name, String env ->
  TestBackend.into(root.resolve(name))
  Trees.write(root.resolve(name).resolve("pom.xml"), """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.pyb.it</groupId>
    <artifactId>location-refused</artifactId>
    <version>1.0</version>
  </parent>
  <artifactId>${name}</artifactId>
  <packaging>pom</packaging>
  <properties>
    <env>${env}</env>
  </properties>
</project>""".toString())
}
def places = root.resolve("places")
Trees.write(places.resolve("data/sub/precious"), "data")
Trees.write(places.resolve("data/.hidden"), "data")
Trees.write(places.resolve("file"), "data")
Trees.write(places.resolve("project/pom.xml"), "<project/>")
Trees.write(places.resolve("repository/.git/HEAD"), "x")
Files.createSymbolicLink(places.resolve("dangling"), Path.of("gone"))

module("not-empty", "\${project.basedir}/../places/data")
module("file", "../places/file")
module("below-file", "../places/file/env")
module("dangling-link", "../places/dangling")
module("root", "/")
module("home", System.getProperty("user.home"))
module("above-module", "..")
module("linked-module", "../places/link-to-module")
Files.createSymbolicLink(places.resolve("link-to-module"), root.resolve("linked-module"))
module("other-project", "../places/project")
module("git", "../places/repository")
module("separator", "target/a:b")
module("too-long", "\${longer}/\${longer}/\${longer}/\${longer}")
module("work-directory", "target/pyb")
Trees.write(root.resolve("work-directory/target/pyb/.pyb/owner.properties"),
    "kind=work-directory", "id=x", "created=2026-01-01T00:00:00Z", "state=in-use")
context.put("places", Trees.describe(places))
return true
