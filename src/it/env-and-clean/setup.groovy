import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

TestBackend.into(basedir.toPath())
Trees.write(basedir.toPath().resolve("data/precious"), "data")
return true
