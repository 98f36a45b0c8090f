package io.github.pyb.problem;

/** The classes of failure that a user can tell apart; the evidence of a failed build names one of them. */
public enum ProblemKind {
    /** A parameter has a value that cannot be used. */
    BAD_PARAMETER("bad parameter"),
    /** There is no Python project, or its {@code [build-system]} table is invalid. */
    PROJECT_INVALID("project invalid"),
    /** No interpreter fits, or the one that was asked for does not work. */
    INTERPRETER_NOT_FOUND("interpreter not found"),
    /** No interpreter of this machine fits, and Maven knows one that would, but does not get it. */
    INTERPRETER_UNRESOLVED("interpreter not resolved"),
    /** The environment or the work directory may not stand where it should. */
    LOCATION_REFUSED("location refused"),
    /** Another build held a location for too long. */
    LOCATION_BUSY("location busy"),
    /** The environment could not be created. */
    ENVIRONMENT_FAILED("environment failed"),
    /** The build requirements could not be installed. */
    INSTALL_FAILED("install failed"),
    /** The lock file cannot be understood. */
    LOCK_INVALID("lock file invalid"),
    /** What the build requires is not what is locked. */
    LOCK_MISMATCH("lock mismatch"),
    /** Without isolation: what the build requires is not installed. */
    DEPENDENCIES_UNMET("dependencies unmet"),
    /** The build backend could not be imported. */
    BACKEND_UNAVAILABLE("backend unavailable"),
    /** A hook of the backend failed. */
    HOOK_FAILED("hook failed"),
    /** The backend does not have a hook that the build needs. */
    HOOK_MISSING("hook missing"),
    /** The backend says that it does not support the operation. */
    UNSUPPORTED_OPERATION("unsupported operation"),
    /** A hook answered with something that the specification does not allow. */
    BAD_RESULT("bad result"),
    /** What was built, or is to be built, has another version than the POM. */
    VERSION_MISMATCH("version mismatch"),
    /** A hook or an installation took longer than it was allowed to. */
    TIMEOUT("timeout"),
    /** A source distribution is broken, ambiguous or hostile. */
    SDIST_REFUSED("source distribution refused"),
    /** A wheel is broken, ambiguous or hostile. */
    WHEEL_REFUSED("wheel refused"),
    /** The core metadata of a distribution cannot be understood. */
    METADATA_INVALID("metadata invalid"),
    /** What was built has been checked, and is not as it should be. */
    CHECK_FAILED("check failed"),
    /** The build was stopped from outside: Ctrl-C, SIGTERM, or the end of Maven. */
    INTERRUPTED("interrupted"),
    /** The machine, the file system or this plugin itself broke. */
    MACHINE("machine");

    private final String words;

    ProblemKind(String words) {
        this.words = words;
    }

    /** The kind as a reader of a log or a report sees it. */
    public String words() {
        return words;
    }
}
