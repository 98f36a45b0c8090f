package io.github.pyb.build;

/** What happens if something that is built has another version than the POM. */
public enum VersionCheck {
    FAIL,
    WARN,
    OFF
}
