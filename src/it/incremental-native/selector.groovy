import io.github.pyb.testing.PackageIndex

def onPath = { String name -> System.getenv("PATH").split(File.pathSeparator).any { new File(it, name).canExecute() } }
def missing = ["cc", "git"].findAll { !onPath(it) }
def why = missing ? "there is no ${missing.join(' and no ')}" : PackageIndex.whyNot()
if (why) {
  System.out.println "[WARNING] SKIPPED: ${why}"
  return false
}
return true
