import io.github.pyb.host.Host

def platform = System.getProperty("os.name") + " " + System.getProperty("os.arch")
if (platform != "Linux amd64") {
  System.out.println "[WARNING] SKIPPED: Maven resolves interpreters for Linux on x86-64 only, this is ${platform}"
  return false
}
def missing = ["ccache", "gcc"].findAll { new Host().findOnPath(it).isEmpty() }
if (missing) {
  System.out.println "[WARNING] SKIPPED: this machine has no ${missing.join(" and no ")}"
  return false
}
return true
