import io.github.pyb.testing.TestBackend

["one", "two"].each { TestBackend.into(basedir.toPath().resolve(it)) }
return true
