package io.github.pyb.hooks;

/** What a backend can build, and the hooks that serve it. */
public enum DistributionKind {
    WHEEL(Hook.GET_REQUIRES_FOR_BUILD_WHEEL, Hook.BUILD_WHEEL),
    SDIST(Hook.GET_REQUIRES_FOR_BUILD_SDIST, Hook.BUILD_SDIST),
    EDITABLE(Hook.GET_REQUIRES_FOR_BUILD_EDITABLE, Hook.BUILD_EDITABLE);

    private final Hook getRequires;
    private final Hook build;

    DistributionKind(Hook getRequires, Hook build) {
        this.getRequires = getRequires;
        this.build = build;
    }

    Hook getRequires() {
        return getRequires;
    }

    Hook build() {
        return build;
    }
}
