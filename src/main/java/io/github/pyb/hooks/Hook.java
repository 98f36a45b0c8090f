package io.github.pyb.hooks;

/** The hooks of PEP 517 and PEP 660. */
public enum Hook {
    GET_REQUIRES_FOR_BUILD_WHEEL("get_requires_for_build_wheel"),
    GET_REQUIRES_FOR_BUILD_SDIST("get_requires_for_build_sdist"),
    GET_REQUIRES_FOR_BUILD_EDITABLE("get_requires_for_build_editable"),
    PREPARE_METADATA_FOR_BUILD_WHEEL("prepare_metadata_for_build_wheel"),
    PREPARE_METADATA_FOR_BUILD_EDITABLE("prepare_metadata_for_build_editable"),
    BUILD_WHEEL("build_wheel"),
    BUILD_SDIST("build_sdist"),
    BUILD_EDITABLE("build_editable"),
    /** Not a hook of a backend: our runner's own answer to which optional groups of hooks there are. */
    SUPPORTED_FEATURES("_supported_features");

    private final String word;

    Hook(String word) {
        this.word = word;
    }

    /** The name of the function that the backend may have. */
    public String word() {
        return word;
    }
}
