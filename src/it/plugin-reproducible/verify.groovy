import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.file.Files

def outer = MavenRun.targetDirectory().parent
def again = basedir.toPath().resolve("somewhere else")
["pom.xml", ".mvn", "src/build", "src/main"].each { name ->
  Files.walk(outer.resolve(name)).forEach {
    def target = again.resolve(outer.relativize(it).toString())
    Files.createDirectories(target.parent)
    Files.isDirectory(it) ? Files.createDirectories(target) : Files.copy(it, target)
  }
}
def jar = new File(outerJar)
new MavenRun(again.toFile(), "-o", "package", "-DskipTests", "-Dspotless.check.skip").inRepository(outerLocalRepository).run(true)

assertThat(new File(again.toFile(), "target/${jar.name}")).hasSameBinaryContentAs(jar)
return true
