use pyo3::prelude::*;

/// The sum of two numbers.
#[pyfunction]
fn fast_sum(a: i64, b: i64) -> i64 {
    a + b
}

#[pymodule(name = "fast_sum")]
fn extension(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(fast_sum, module)?)
}
