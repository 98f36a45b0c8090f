import io.github.pyb.testing.TestBackend
import java.nio.file.Files
import java.nio.file.Path

def places = basedir.toPath().resolve("places")
TestBackend.into(basedir.toPath())
Files.createDirectories(places.resolve("empty"))
Files.createDirectories(places.resolve("real"))
Files.createSymbolicLink(places.resolve("link"), Path.of("real"))
return true
