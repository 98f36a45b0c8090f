import io.github.pyb.testing.TestBackend

TestBackend.into(basedir.toPath())
return true
