cimport numpy as cnp

cnp.import_array()


def mean(cnp.ndarray[double] values):
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(values.shape[0]):
        total += values[i]
    return total / values.shape[0]
