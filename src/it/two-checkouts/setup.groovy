import io.github.pyb.testing.Setuptools
import io.github.pyb.testing.Trees

["here", "some/where/else"].each {
  def checkout = basedir.toPath().resolve(it)
  Trees.write(checkout.resolve("pom.xml"), new File(basedir, "pom.xml").text)
  Trees.write(checkout.resolve("pyproject.toml"),
      "[build-system]",
      "requires = ['setuptools']",
      "build-backend = 'setuptools.build_meta'")
  Trees.write(checkout.resolve("setup.py"),
      "from setuptools import Extension, setup",
      "setup(name='traced', version='1.0', py_modules=[],",
      "      ext_modules=[Extension('traced', ['src/traced.c'], extra_compile_args=['-g'])])")
  Trees.write(checkout.resolve("src/traced.c"),
      "#include <Python.h>",
      'static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "traced", __FILE__, -1, NULL};',
      "PyMODINIT_FUNC PyInit_traced(void) { return PyModule_Create(&module); }")
}
Setuptools.wheelsInto(basedir.toPath().resolve("wheels"))
return true
