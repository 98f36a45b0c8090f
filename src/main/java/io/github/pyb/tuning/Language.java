package io.github.pyb.tuning;

import java.util.List;

/** A language with a compiler that caches know and that variables name. */
enum Language {
    C,
    CXX;

    /** The variable that names the compiler. */
    String variable() {
        return this == C ? "CC" : "CXX";
    }

    /** The variable that names what CMake puts before the compiler, since CMake 3.17. */
    String launcherVariable() {
        return "CMAKE_" + name() + "_COMPILER_LAUNCHER";
    }

    /** What the compiler is called if nobody says anything, in the order in which CMake and Meson look. */
    List<String> usual() {
        return this == C ? List.of("cc", "gcc", "clang") : List.of("c++", "g++", "clang++");
    }
}
