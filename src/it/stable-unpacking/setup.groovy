import io.github.pyb.testing.Trees

def base = basedir.toPath()
Trees.write(base.resolve("pyproject.toml"),
    "[build-system]",
    "requires = ['scikit-build-core']",
    "build-backend = 'scikit_build_core.build'",
    "[project]",
    "name = 'two-sources'",
    "version = '1.0'")
Trees.write(base.resolve("CMakeLists.txt"),
    "cmake_minimum_required(VERSION 3.15)",
    "project(two_sources LANGUAGES C)",
    "add_library(two MODULE changes.c stays.c)",
    "install(TARGETS two DESTINATION two_sources)")
Trees.write(base.resolve("changes.c"), 'const char *changes(void) { return "the first answer"; }')
Trees.write(base.resolve("stays.c"), 'const char *stays(void) { return "always the same"; }')
return true
