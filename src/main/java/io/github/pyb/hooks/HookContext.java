package io.github.pyb.hooks;

import io.github.pyb.host.EnvironmentChanges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all hook calls of one build have in common.
 *
 * @param python the interpreter of the environment that has the build requirements
 * @param sourceTree the directory that hooks run in; may be a copy
 * @param project the user's own source tree, for messages
 * @param backend the backend
 * @param configSettings handed to every hook; values are strings, booleans, numbers, lists and maps
 * @param environment how the environment of the hooks differs from ours
 * @param timeout how long one hook may take; {@code null} for no limit
 * @param forks whether a process can be copied on this system, so that a backend need be loaded only once
 * @param directory a private directory for the exchange of requests and answers, which the caller clears when the build
 *     is over: whether an answer is good is found out after the hook has ended
 */
public record HookContext(
        Path python,
        Path sourceTree,
        Path project,
        Backend backend,
        Map<String, ?> configSettings,
        EnvironmentChanges environment,
        @Nullable Duration timeout,
        boolean forks,
        Path directory) {}
