import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small project with two or three units to compile.
 *
 * @param name what the row of the table is called
 * @param cacheByHand the variables that a user sets who switches a cache on without this plugin
 * @param flags variables for every build of it
 * @param files the sources
 */
record NativeProject(
        String name, Map<String, String> cacheByHand, Map<String, String> flags, Map<String, String> files) {

    private static final Map<String, String> CC = Map.of("CC", "ccache gcc", "CXX", "ccache g++");
    private static final Map<String, String> LAUNCHER =
            Map.of("CMAKE_C_COMPILER_LAUNCHER", "ccache", "CMAKE_CXX_COMPILER_LAUNCHER", "ccache");
    private static final Map<String, String> RUST = Map.of("RUSTC_WRAPPER", "sccache");

    private static final String NUMBERS = "int numbers_%1$s(int x) { return x * %2$d; }\n";

    private static final String MODULE = """
            #include <Python.h>
            int numbers_a(int x);
            int numbers_b(int x);
            static PyObject *twice(PyObject *self, PyObject *arg) {
                (void) self;
                return PyLong_FromLong(numbers_a(numbers_b((int) PyLong_AsLong(arg))));
            }
            static PyMethodDef methods[] = {{"twice", twice, METH_O, ""}, {NULL, NULL, 0, NULL}};
            static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_native", "", -1, methods, NULL, NULL, NULL, NULL};
            PyMODINIT_FUNC PyInit__native(void) { return PyModule_Create(&module); }
            """;

    private static final String NUMPY_MODULE = MODULE.replace(
                    "#include <Python.h>\n",
                    "#include <Python.h>\n#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION\n#include"
                            + " <numpy/arrayobject.h>\n")
            .replace("(void) { return", "(void) { import_array(); return");

    private static final String PYBIND_MODULE = """
            #include <pybind11/pybind11.h>
            int numbers_a(int x);
            PYBIND11_MODULE(_native, m) { m.def("twice", &numbers_a); }
            """;

    private static final String PYBIND_UNIT = """
            #include <pybind11/pybind11.h>
            int numbers_a(int x) { return pybind11::int_(x).cast<int>() * 2; }
            """;

    static List<NativeProject> all() {
        List<NativeProject> projects = new ArrayList<>();
        projects.add(setuptools("setuptools, C", "", c(), extension("['module.c', 'a.c', 'b.c']", "")));
        projects.add(setuptools(
                "setuptools, Cython",
                ", 'Cython'",
                Map.of(
                        "first.pyx", "def twice(int x):\n    return 2 * x\n",
                        "second.pyx", "def thrice(int x):\n    return 3 * x\n",
                        "MANIFEST.in", "include *.pyx\n"),
                "from Cython.Build import cythonize\nfrom setuptools import setup\n"
                        + "setup(ext_modules=cythonize(['first.pyx', 'second.pyx']))\n"));
        Map<String, String> numpy = new LinkedHashMap<>(c());
        numpy.put("module.c", NUMPY_MODULE);
        projects.add(setuptools(
                "setuptools, C with NumPy's headers",
                ", 'numpy'",
                numpy,
                "import numpy\n" + extension("['module.c', 'a.c', 'b.c']", ", include_dirs=[numpy.get_include()]")));
        projects.add(setuptools(
                "setuptools, pybind11",
                ", 'pybind11'",
                pybind(),
                "from pybind11.setup_helpers import Pybind11Extension\nfrom setuptools import setup\n"
                        + "setup(ext_modules=[Pybind11Extension('_native', ['module.cpp', 'unit.cpp'])])\n"));
        projects.add(cmake("scikit-build-core, C", "", c(), "C", "module.c a.c b.c", ""));
        projects.add(cmake(
                "scikit-build-core, pybind11", ", 'pybind11'", pybind(), "CXX", "module.cpp unit.cpp", "pybind11"));
        projects.add(meson("meson-python, C", "", c(), "'c'", "'module.c', 'a.c', 'b.c'", ""));
        projects.add(meson(
                "meson-python, pybind11",
                ", 'pybind11'",
                pybind(),
                "'cpp'",
                "'module.cpp', 'unit.cpp'",
                ", dependencies: dependency('pybind11')"));
        for (NativeProject project : List.copyOf(projects)) {
            // Those of setuptools have debug information anyway, as the interpreter was built with it.
            if (!project.name().startsWith("setuptools") && project.name().endsWith("pybind11")) {
                projects.add(project.withDebugInformation());
            }
        }
        projects.add(maturin());
        return projects;
    }

    private NativeProject withDebugInformation() {
        return new NativeProject(name + ", `-g`", cacheByHand, Map.of("CXXFLAGS", "-g"), files);
    }

    boolean isRust() {
        return cacheByHand.equals(RUST);
    }

    /** A fresh checkout, always at the same place. */
    Path checkout(Machine machine, String tool) throws IOException, InterruptedException, Failure {
        Path directory = machine.target("work").resolve(tool).resolve(name.replaceAll("\\W+", "-"));
        Machine.remove(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        // Ends the search for Maven's settings here; those of the plugin's own build are one directory up.
        Files.createDirectories(directory.resolve(".mvn"));
        // Meson makes source distributions of what was committed, and of nothing else.
        Repository.begin(machine, directory);
        return directory;
    }

    private static Map<String, String> c() {
        return Map.of("module.c", MODULE, "a.c", NUMBERS.formatted("a", 2), "b.c", NUMBERS.formatted("b", 3));
    }

    private static Map<String, String> pybind() {
        return Map.of("module.cpp", PYBIND_MODULE, "unit.cpp", PYBIND_UNIT);
    }

    private static String extension(String sources, String more) {
        return "from setuptools import Extension, setup\nsetup(ext_modules=[Extension('_native', " + sources + more
                + ")])\n";
    }

    private static NativeProject setuptools(String name, String requires, Map<String, String> sources, String setup) {
        Map<String, String> files = new LinkedHashMap<>(sources);
        files.put("setup.py", setup);
        return of(
                name,
                CC,
                "'setuptools'" + requires,
                "setuptools.build_meta",
                "\n[tool.setuptools]\npy-modules = []\n",
                files);
    }

    private static NativeProject cmake(
            String name, String requires, Map<String, String> sources, String language, String units, String pybind) {
        Map<String, String> files = new LinkedHashMap<>(sources);
        files.put(
                "CMakeLists.txt",
                "cmake_minimum_required(VERSION 3.17...3.30)\nproject(native LANGUAGES " + language + ")\n"
                        + "find_package(Python REQUIRED COMPONENTS Interpreter Development.Module)\n"
                        + (pybind.isEmpty()
                                ? "python_add_library(_native MODULE " + units + " WITH_SOABI)\n"
                                : "find_package(pybind11 CONFIG REQUIRED)\npybind11_add_module(_native " + units
                                        + ")\n")
                        + "install(TARGETS _native DESTINATION .)\n");
        return of(name, LAUNCHER, "'scikit-build-core'" + requires, "scikit_build_core.build", "", files);
    }

    private static NativeProject meson(
            String name, String requires, Map<String, String> sources, String language, String units, String more) {
        Map<String, String> files = new LinkedHashMap<>(sources);
        files.put(
                "meson.build",
                "project('native', " + language
                        + ", version: '1.0')\npy = import('python').find_installation(pure: false)\n"
                        + "py.extension_module('_native', " + units + more + ", install: true)\n");
        return of(name, CC, "'meson-python'" + requires, "mesonpy", "", files);
    }

    /** Two libraries and a program: nothing of it comes from an index. */
    private static NativeProject maturin() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("Cargo.toml", """
                [package]
                name = "native"
                version = "1.0.0"
                edition = "2021"
                [dependencies]
                first = { path = "first" }
                second = { path = "second" }
                """);
        files.put("src/main.rs", "fn main() { println!(\"{}\", first::twice(second::thrice(7))); }\n");
        files.put("first/Cargo.toml", "[package]\nname = \"first\"\nversion = \"1.0.0\"\nedition = \"2021\"\n");
        files.put("first/src/lib.rs", "pub fn twice(x: i32) -> i32 { 2 * x }\n");
        files.put("second/Cargo.toml", "[package]\nname = \"second\"\nversion = \"1.0.0\"\nedition = \"2021\"\n");
        files.put("second/src/lib.rs", "pub fn thrice(x: i32) -> i32 { 3 * x }\n");
        return of(
                "maturin, Rust (sccache)", RUST, "'maturin'", "maturin", "\n[tool.maturin]\nbindings = 'bin'\n", files);
    }

    private static NativeProject of(
            String name,
            Map<String, String> cacheByHand,
            String requires,
            String backend,
            String tool,
            Map<String, String> sources) {
        Map<String, String> files = new LinkedHashMap<>(sources);
        files.put(
                "pyproject.toml",
                "[build-system]\nrequires = [" + requires + "]\nbuild-backend = '" + backend + "'\n\n"
                        + "[project]\nname = 'native'\nversion = '1.0'\n" + tool);
        files.put(
                "pom.xml",
                "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>native</artifactId>"
                        + "<version>1.0</version><packaging>pom</packaging></project>\n");
        return new NativeProject(name, cacheByHand, Map.of(), files);
    }
}
