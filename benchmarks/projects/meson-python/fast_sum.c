#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
fast_sum(PyObject *module, PyObject *args)
{
    long a, b;
    if (!PyArg_ParseTuple(args, "ll", &a, &b)) {
        return NULL;
    }
    return PyLong_FromLong(a + b);
}

static PyMethodDef methods[] = {
    {"fast_sum", fast_sum, METH_VARARGS, "The sum of two numbers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "fast_sum", NULL, -1, methods};

PyMODINIT_FUNC
PyInit_fast_sum(void)
{
    return PyModule_Create(&definition);
}
