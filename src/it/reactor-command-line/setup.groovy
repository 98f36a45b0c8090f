import io.github.pyb.testing.TestBackend

["python-one", "python-two"].each { TestBackend.into(basedir.toPath().resolve(it)) }
return true
