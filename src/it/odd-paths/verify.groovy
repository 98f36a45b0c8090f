import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

["with blank", "it's \$HOME", "a \"quoted\" one", "ünï-ñ-文"].each { name ->
  def project = new File(basedir, "${name}/module")
  Trees.write(project.toPath().resolve("pyproject.toml"),
      "[build-system]", "requires = ['tiny_backend']", "build-backend = 'tiny_backend'")
  Trees.write(project.toPath().resolve("pom.xml"), new File(basedir, "pom.xml").text)
  def environment = new File(basedir, "${name}/the env")
  def maven = { String... more ->
    new MavenRun(project, (["pyb:wheel", "-Dbuild.env.dir=${environment}"] + more.toList()) as String[])
        .with("PIP_NO_INDEX", "1")
        // pip splits the value of this variable at blanks, so the place of the wheels has to be a plain one.
        .with("PIP_FIND_LINKS", new File(basedir, "wheels").path)
  }

  maven().run(true)
  def wheel = new File(project, "target/dist/test_project-1.0-py3-none-any.whl")
  assertThat(WheelFile.read(wheel.toPath())).as(name).containsEntry("said.txt", "the tool runs\n")
  assertThat(environment).doesNotExist()

  // What the message offers can be pasted as it is.
  new File(project, "fail").createNewFile()
  def log = maven().run(false).log()
  assertThat(log).contains("ValueError: in ${project.canonicalPath}/target/pyb/source")
  def command = { String label -> (log =~ /(?m)^\[ERROR]\s+${label}:\s+(.*)$/)[0][1] }
  def shell = { String line ->
    def process = ["sh", "-c", line].execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    return output.toString()
  }
  assertThat(shell(command("run it again"))).as(name).contains("ValueError: in ${project.canonicalPath}/target/pyb/source")
  assertThat(shell(command("enter it") + ' && tiny-tool && echo $VIRTUAL_ENV')).as(name).contains("the tool runs")
}
return true
