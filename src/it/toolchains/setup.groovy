import io.github.pyb.testing.Pythons
import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

def base = basedir.toPath()
TestBackend.into(base)
def python = Pythons.any().executable()
def toolchain = { String configuration ->
  "<toolchains><toolchain><type>python</type><provides><version>3</version></provides>${configuration}</toolchain></toolchains>"
}
Trees.write(base.resolve("toolchains.xml"),
    toolchain("<configuration><executable>${python}</executable></configuration>").toString())
Trees.write(base.resolve("broken.xml"), toolchain("").toString())
TestBackend.into(base.resolve("of-the-future"),
    "requires = []",
    "build-backend = 'test_backend'",
    "backend-path = ['backend']",
    "[project]",
    "name = 'test-project'",
    "requires-python = '>=4'")
return true
