import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

TestBackend.into(basedir.toPath())
context.put("sources", Trees.describe(basedir.toPath().resolve("backend")))
return true
