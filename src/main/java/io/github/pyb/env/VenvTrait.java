package io.github.pyb.env;

/** In what the {@code venv} modules of different Pythons differ, as far as it shows in an environment. */
enum VenvTrait {

    /** {@code lib/pypy3.9} is the library, not {@code lib/python3.9}. */
    PYPY_LIBRARY,

    /** {@code sysconfig} says where scripts and packages are; otherwise that is fixed. */
    SCHEME,

    /** {@code sysconfig} says where headers are; otherwise that is {@code include}. */
    SCHEME_HEADERS,

    /** The interpreter is also there as {@code python3.12}. */
    MINOR_COMMAND,

    /** The interpreter is also there as {@code pypy3} and {@code pypy}. */
    PYPY_COMMANDS,

    /** The interpreter is also there as 𝜋thon, if it is a 3.14 and the file system's encoding is UTF-8. */
    GREEK_COMMAND,

    /** {@code pyvenv.cfg} also has {@code executable} and {@code command}. */
    ORIGIN,

    /** That command also says that there are no ignore files. */
    SCM_OPTION,

    /** Activation scripts get the prompt in parentheses, with a blank after it; otherwise these are in the templates. */
    PARENTHESISED_PROMPT,

    /** Activation scripts get values as their shell quotes them, otherwise as they are. */
    QUOTED,

    /**
     * Activation scripts with nothing to replace keep the time stamps of the templates; and launchers of Windows are also
     * no such scripts if they are called {@code venvlauncher.exe}, not {@code python.exe}.
     */
    KEPT_TIMES,

    /**
     * Launchers of Windows are called {@code venvlauncher.exe} and {@code venvwlauncher.exe}, whatever the interpreter is
     * called, and their copies keep the time stamps; otherwise they are called like the interpreters that they start.
     */
    RENAMED_LAUNCHERS
}
