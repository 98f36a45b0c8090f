import io.github.pyb.testing.PackageIndex
import io.github.pyb.testing.Trees

def releases = [
    flit_core: "3.12.0", packaging: "24.2", hatchling: "1.27.0", iniconfig: "2.0.0", poetry_core: "2.1.3",
    crashtest: "0.4.1", six: "1.17.0", pytz: "2025.2", MarkupSafe: "3.0.2", setuptools: "80.9.0",
]
def sources = [:]
releases.each { name, version ->
  def directory = basedir.toPath().resolve(name)
  PackageIndex.fetchSdist(name, version, directory)
  Trees.write(directory.resolve("pom.xml"), """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.pyb.it</groupId>
    <artifactId>published-sdists</artifactId>
    <version>1.0</version>
  </parent>
  <artifactId>${name}</artifactId>
  <packaging>pom</packaging>
</project>""".toString())
  sources[name] = Trees.describe(directory)
}
context.put("sources", sources)
return true
