package io.github.pyb.build;

/**
 * The version that the POM gives.
 *
 * @param text the version, as Maven understands it
 * @param where the file that it stands in, for messages
 * @param check what happens if something that is built has another one
 * @param offered whether tools that take a version from version control are told this one instead
 */
public record PomVersion(String text, String where, VersionCheck check, boolean offered) {}
