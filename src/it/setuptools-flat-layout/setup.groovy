import io.github.pyb.testing.Setuptools
import io.github.pyb.testing.Trees

def base = basedir.toPath()
Trees.write(base.resolve("pyproject.toml"),
    "[build-system]", "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'",
    "[project]", "name = 'flat'", "version = '1.0'")
Trees.write(base.resolve("flat/__init__.py"), "value = 1")
Trees.write(base.resolve("flat/gone.py"), "value = 2")
// What makes setuptools stumble: Maven's build directory, with Python in it, beside the package.
Trees.write(base.resolve("target/classes/application.py"), "x = 1")
Trees.write(base.resolve("target/__init__.py"), "x = 1")
Setuptools.wheelsInto(base.resolve("target/wheels"))
return true
