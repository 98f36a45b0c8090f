import io.github.pyb.testing.TestBackend

["sleeps", "fails"].each { TestBackend.into(basedir.toPath().resolve(it)) }
return true
