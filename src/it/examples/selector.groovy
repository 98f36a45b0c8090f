import io.github.pyb.testing.PackageIndex

def why = PackageIndex.whyNot()
if (why) {
  System.out.println "[WARNING] SKIPPED: ${why}"
  return false
}
return true
