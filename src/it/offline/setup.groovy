import io.github.pyb.testing.IndexServer
import io.github.pyb.testing.SuppliedProject

SuppliedProject.into(basedir.toPath())
context.put("index", IndexServer.of(SuppliedProject.wheelsInto(basedir.toPath().resolveSibling("offline-wheels"))))
return true
