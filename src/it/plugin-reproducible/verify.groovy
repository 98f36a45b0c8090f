import static org.assertj.core.api.Assertions.assertThat

import groovy.xml.XmlSlurper
import io.github.pyb.testing.MavenRun
import java.nio.file.Files
import java.util.jar.JarFile

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

// Every Maven that loads the plugin would read the POMs of these artifacts, and of their parents, in each build.
def pom = new File(outerJar).parentFile.toPath().resolve("it-repo/io/github/pyb/pyb-maven-plugin").toFile()
    .listFiles().findAll { it.directory }.collectMany { it.listFiles().findAll { file -> file.name.endsWith(".pom") } }
assertThat(pom).hasSize(1)
def needed = new XmlSlurper().parse(pom[0]).dependencies.dependency
    .findAll { !(it.scope.text() in ["provided", "test"]) }.collect { it.artifactId.text() }
assertThat(needed).isEmpty()
assertThat(new JarFile(jar).stream().map { it.name }.toList())
    .contains("org/codehaus/plexus/util/io/CachingWriter.class", "com/google/gson/stream/JsonReader.class", "org/tomlj/Toml.class")
return true
