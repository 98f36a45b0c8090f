/**
 * Where packages come from if Maven says so: indexes with their credentials, the names that each of them serves, and the
 * proxies on the way. An installer gets at them through a {@link io.github.pyb.index.Gateway} within this JVM, for as long
 * as it runs.
 *
 * <p>Why a gateway, and not a configuration file for the installer: every file and every variable that a pip can read can
 * also be read by what pip starts, which is the code of whatever it builds. The gateway adds credentials on the far side,
 * so that no other process ever has them. It also gives one answer to what pip and uv answer differently or not at all:
 * which index a name may come from, Maven's proxies with their exceptions, and the certificates that this JVM trusts. The
 * price is a socket on the loopback interface, which only serves who knows a secret that is made anew each time.
 *
 * <p>What needs no installer is fetched from here as well ({@link io.github.pyb.index.Download}): pages of projects, and files; from the
 * same indexes, or, where Maven says nothing, over encrypted connections from an address that the caller names.
 *
 * <p>Knows neither Maven nor the installers; these rooms pass values and variables.
 */
@NullMarked
package io.github.pyb.index;

import org.jspecify.annotations.NullMarked;
