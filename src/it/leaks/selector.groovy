import io.github.pyb.testing.PackageIndex
import io.github.pyb.testing.Programs

def why = PackageIndex.whyNot() ?: Programs.whyNot("cc") ?: Programs.whyNot("git")
if (why) {
  System.out.println "[WARNING] SKIPPED: ${why}"
  return false
}
return true
