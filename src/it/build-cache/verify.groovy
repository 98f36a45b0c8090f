import static org.assertj.core.api.Assertions.assertThat

import com.sun.net.httpserver.HttpServer
import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Pythons
import java.nio.file.Files
import java.nio.file.Path

def base = basedir.toPath()
def config = new File(basedir, "cache/maven-build-cache-config.xml").text
// Not before: the extension is too new for some Mavens that integration tests are run by.
new File(basedir, ".mvn").mkdir()
["extensions.xml", "maven-build-cache-config.xml"].each {
  new File(basedir, ".mvn/${it}").text = new File(basedir, "cache/${it}").text.replace("EXTENSION", cacheExtension)
}
assertThat(MavenRun.targetDirectory().resolveSibling("src/site/markdown/build-cache.md"))
    .as("what the documentation tells users to write is what is tested here").content().contains(config)

// A server that keeps what it is given.
def kept = [:].asSynchronized()
def served = [].asSynchronized()
def server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0)
server.createContext("/") { exchange ->
  def path = exchange.requestURI.path
  def body = exchange.requestBody.bytes
  if (exchange.requestMethod == "PUT") {
    kept[path] = body
    exchange.sendResponseHeaders(201, -1)
  } else if (kept.containsKey(path)) {
    served << path
    exchange.sendResponseHeaders(200, exchange.requestMethod == "HEAD" ? -1 : kept[path].length)
    if (exchange.requestMethod != "HEAD") {
      exchange.responseBody.write(kept[path])
    }
  } else {
    exchange.sendResponseHeaders(404, -1)
  }
  exchange.close()
}
server.start()

def wheel = base.resolve("target/dist/full_project-1.0-py3-none-any.whl")
def sdist = base.resolve("target/dist/full_project-1.0.tar.gz")
def cache = "first-cache"
def run = { String... more ->
  new File(basedir, "target").deleteDir()
  def arguments = ["package", "-Dmaven.build.cache.location=${base.resolve(cache)}".toString(),
                   "-Dmaven.build.cache.remote.enabled=true", "-Dmaven.build.cache.remote.save.enabled=true",
                   "-Dmaven.build.cache.remote.url=http://127.0.0.1:${server.address.port}/cache".toString()]
  def log = new MavenRun(Path.of(mavens, "apache-maven-${cacheMaven}"), basedir, (arguments + more.toList()) as String[]).run(true).log()
  assertThat(wheel).exists()
  assertThat(sdist).exists()
  log
}
def built = { String log -> assertThat(log).contains("Building the wheel with full_backend", "Built ") }
def restored = { String log ->
  assertThat(log).contains("Skipping plugin execution (cached): pyb:build").doesNotContain("Building the wheel")
  // Had the goal run, its work directory would be there.
  assertThat(base.resolve("target/pyb")).doesNotExist()
}

try {
  built(run())
  def bytes = Files.readAllBytes(wheel)
  assertThat(kept.keySet().findAll { it.endsWith(".whl") || it.endsWith(".tar.gz") }).hasSize(2)
  restored(run())
  assertThat(wheel).hasBinaryContent(bytes)

  // Another machine: nothing here, everything on the server.
  cache = "second-cache"
  served.clear()
  restored(run())
  assertThat(wheel).hasBinaryContent(bytes)
  assertThat(served.findAll { it.endsWith(".whl") }).isNotEmpty()

  // Every kind of input.
  def change = { String file -> new File(basedir, file) << "# changed\n" }
  ["full_project/__init__.py", "pyproject.toml", "needed.txt"].each {
    change(it)
    built(run())
  }
  new File(basedir, "pylock.build.toml").text = "lock-version = \"1.0\"\npackages = []\n"
  built(run())
  built(run("-Dpyb.configSettings={\"any\": \"setting\"}"))
  def python = Pythons.any()
  built(run("-Dpyb.python=${python.version()}"))
  restored(run("-Dpyb.python=${python.version()}"))
  built(run("-Dpyb.python=${python.executable()}"))
  new File(basedir, "pom.xml").text = new File(basedir, "pom.xml").text.replace("<version>1.0<", "<version>1.1<")
  assertThat(run()).contains("Building the wheel with full_backend", "the version of the Python project is not that of the POM")
} finally {
  server.stop(0)
}
return true
