import io.github.pyb.testing.PackageIndex

def onPath = { String name -> System.getenv("PATH").split(File.pathSeparator).any { new File(it, name).canExecute() } }
def why = PackageIndex.whyNot() ?: onPath("cc") ? PackageIndex.whyNot() : "there is no C compiler"
if (why) {
  System.out.println "[WARNING] SKIPPED: ${why}"
  return false
}
return true
