import io.github.pyb.testing.Trees

def names = (10..49).collect { "unit${it}" }
def common = { directory ->
  Trees.write(directory.resolve("pom.xml"), new File(basedir, "pom.xml").text)
  names.each { Trees.write(directory.resolve("src/${it}.c"), "const char *${it}(void) { return \"first ${it}\"; }") }
  Trees.write(directory.resolve("many/__init__.py"))
  Trees.write(directory.resolve("many/gone.py"))
  Trees.write(directory.resolve(".gitignore"), "target")
}

def cmake = basedir.toPath().resolve("cmake")
common(cmake)
Trees.write(cmake.resolve("pyproject.toml"),
    "[build-system]",
    "requires = ['scikit-build-core']",
    "build-backend = 'scikit_build_core.build'",
    "[project]",
    "name = 'many'",
    "version = '1.0'",
    "[tool.scikit-build]",
    "wheel.packages = ['many']",
    "build.verbose = true",
    "logging.level = 'INFO'")
Trees.write(cmake.resolve("CMakeLists.txt"),
    "cmake_minimum_required(VERSION 3.15)",
    "project(many LANGUAGES C)",
    "file(GLOB units src/*.c)",
    'add_library(units MODULE ${units})',
    "install(TARGETS units DESTINATION many)")

def meson = basedir.toPath().resolve("meson")
common(meson)
Trees.write(meson.resolve("pyproject.toml"),
    "[build-system]",
    "requires = ['meson-python']",
    "build-backend = 'mesonpy'",
    "[project]",
    "name = 'many'",
    "version = '1.0'",
    "[tool.meson-python.args]",
    "compile = ['-v']")
Trees.write(meson.resolve("meson.build"),
    "project('many', 'c', version: '1.0')",
    "python = import('python').find_installation(pure: false)",
    "units = run_command('ls', 'src', check: true).stdout().strip().split()",
    "sources = []",
    "foreach unit : units",
    "  sources += files('src' / unit)",
    "endforeach",
    "shared_module('units', sources, install: true, install_dir: python.get_install_dir() / 'many')",
    "install_subdir('many', install_dir: python.get_install_dir())")
return true
