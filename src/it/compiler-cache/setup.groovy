import io.github.pyb.testing.Setuptools
import io.github.pyb.testing.Trees

def base = basedir.toPath()
Trees.write(base.resolve("pyproject.toml"),
    "[build-system]", "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'",
    "[project]", "name = 'native'", "version = '1.0'",
    "[tool.setuptools]", "py-modules = []")
Trees.write(base.resolve("setup.py"),
    "from setuptools import Extension, setup",
    "setup(ext_modules=[Extension('native', ['module.c', 'twice.c'])])")
Trees.write(base.resolve("twice.c"), "int twice(int x) { return 2 * x; }")
Trees.write(base.resolve("module.c"),
    "#include <Python.h>",
    "int twice(int x);",
    "static PyObject *call(PyObject *self, PyObject *arg) { return PyLong_FromLong(twice((int) PyLong_AsLong(arg))); }",
    "static PyMethodDef methods[] = {{\"twice\", call, METH_O, \"\"}, {NULL, NULL, 0, NULL}};",
    "static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, \"native\", \"\", -1, methods, NULL, NULL, NULL, NULL};",
    "PyMODINIT_FUNC PyInit_native(void) { return PyModule_Create(&module); }")
Setuptools.wheelsInto(base.resolve("target/wheels"))
return true
