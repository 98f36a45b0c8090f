import io.github.pyb.testing.PackageIndex

def why = PackageIndex.whyNot()
if (why) {
  println "SKIPPED: ${why}"
  return false
}
return true
