package io.github.pyb.hooks;

import io.github.pyb.fs.Resources;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.EarlyProcess;
import io.github.pyb.process.PartMark;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.plexus.util.io.CachingWriter;
import org.jspecify.annotations.Nullable;

/**
 * Calls the hooks of one backend for one build. Optional hooks that the backend does not have answer with the defaults
 * that PEP 517 gives them.
 */
public final class HookInvoker {

    private static final String SCRIPT = "hook_runner.py";

    private final ProcessRunner runner;
    private final BuildLog log;
    private final HookContext context;

    /** The process of the next hook, with the directory that its request comes into. */
    private record Early(EarlyProcess process, Path control) {}

    private @Nullable Early next;

    public HookInvoker(ProcessRunner runner, BuildLog log, HookContext context) {
        this.runner = runner;
        this.log = log;
        this.context = context;
    }

    /** Ends the process that is there for the next hook, if there is one: the environment is about to change. */
    public void forgetNext() throws InterruptedException {
        Early early = next;
        if (early != null) {
            next = null;
            runner.abandon(early.process());
        }
    }

    /**
     * The requirements that the backend has beyond the declared ones; none if it does not have the hook.
     *
     * @param more whether another hook is called after this one. Each has a process of its own, as PEP 517 asks; but the
     *     process of that one can load the backend already, and the one of this hook be a copy of it
     * @throws UserProblem if the hook fails or returns anything but requirement strings
     */
    public List<String> getRequiresForBuild(DistributionKind kind, boolean more)
            throws UserProblem, MachineProblem, InterruptedException {
        Hook hook = kind.getRequires();
        Optional<HookAnswer.Value> answer =
                more && context.forks() ? callInCopyOfNext(hook) : callBesideNext(hook, more);
        if (answer.isEmpty()) {
            return List.of();
        }
        HookFailures failures = new HookFailures(context, hook);
        if (!(answer.get().value() instanceof List<?> items)) {
            throw failures.badResult(show(answer.get().value()) + " instead of a list of requirement strings");
        }
        List<String> requirements = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String requirement)) {
                throw failures.badResult("a list with " + show(item) + " in it, which is not a requirement string");
            }
            Optional<String> unsafe = Requirement.unsafe(requirement);
            if (unsafe.isPresent()) {
                throw failures.badResult("the requirement " + show(requirement) + ", but " + unsafe.get());
            }
            requirements.add(requirement);
        }
        return requirements;
    }

    /**
     * Lets the backend write the metadata of the wheel that it would build.
     *
     * @param metadataDirectory an empty directory
     * @return the name of the {@code .dist-info} directory within it; empty if the backend does not have the hook
     */
    public Optional<String> prepareMetadataForBuildWheel(Path metadataDirectory)
            throws UserProblem, MachineProblem, InterruptedException {
        return prepareMetadata(Hook.PREPARE_METADATA_FOR_BUILD_WHEEL, metadataDirectory);
    }

    /** The same for an editable wheel (PEP 660). */
    public Optional<String> prepareMetadataForBuildEditable(Path metadataDirectory)
            throws UserProblem, MachineProblem, InterruptedException {
        return prepareMetadata(Hook.PREPARE_METADATA_FOR_BUILD_EDITABLE, metadataDirectory);
    }

    /**
     * Builds a wheel.
     *
     * @param wheelDirectory where the backend puts it
     * @param metadataDirectory the {@code .dist-info} directory that an earlier call prepared, if there was one
     * @return the file's name, as the backend returned it; unchecked but for being a string
     */
    public String buildWheel(Path wheelDirectory, @Nullable Path metadataDirectory)
            throws UserProblem, MachineProblem, InterruptedException {
        return build(Hook.BUILD_WHEEL, path(wheelDirectory), settings(), path(metadataDirectory));
    }

    /** Builds an editable wheel (PEP 660); otherwise as {@link #buildWheel}. */
    public String buildEditable(Path wheelDirectory, @Nullable Path metadataDirectory)
            throws UserProblem, MachineProblem, InterruptedException {
        return build(Hook.BUILD_EDITABLE, path(wheelDirectory), settings(), path(metadataDirectory));
    }

    /** Builds a source distribution; the name of the file is returned. */
    public String buildSdist(Path sdistDirectory) throws UserProblem, MachineProblem, InterruptedException {
        return build(Hook.BUILD_SDIST, path(sdistDirectory), settings());
    }

    /** Whether the backend has the mandatory hook of PEP 660. */
    public boolean supportsEditable() throws UserProblem, MachineProblem, InterruptedException {
        Optional<HookAnswer.Value> answer = call(Hook.SUPPORTED_FEATURES);
        return answer.isPresent()
                && answer.get().value() instanceof List<?> features
                && features.contains(Hook.BUILD_EDITABLE.word());
    }

    private Optional<String> prepareMetadata(Hook hook, Path directory)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<HookAnswer.Value> answer = call(hook, path(directory), settings());
        return answer.isEmpty() ? Optional.empty() : Optional.of(name(hook, answer.get()));
    }

    private String build(Hook hook, @Nullable Object... arguments)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<HookAnswer.Value> answer = call(hook, arguments);
        if (answer.isEmpty()) {
            throw new HookFailures(context, hook).missing();
        }
        return name(hook, answer.get());
    }

    private String name(Hook hook, HookAnswer.Value answer) throws UserProblem {
        if (!(answer.value() instanceof String name)) {
            throw new HookFailures(context, hook)
                    .badResult(show(answer.value()) + " instead of the name of what it made");
        }
        return name;
    }

    /** Calls a hook in a process of its own; while it works, the one of the next hook loads the backend, too. */
    private Optional<HookAnswer.Value> callBesideNext(Hook hook, boolean more)
            throws UserProblem, MachineProblem, InterruptedException {
        Early early = start(hook.word());
        if (more) {
            next = start("next");
        }
        return callIn(early, hook, settings());
    }

    /** Starts the process of the next hook, which loads the backend, and calls this hook in a copy of it. */
    private Optional<HookAnswer.Value> callInCopyOfNext(Hook hook)
            throws UserProblem, MachineProblem, InterruptedException {
        Path control = prepare(hook.word());
        writeRequest(control, hook, settings());
        PartMark mark = PartMark.random();
        Early early = start("next", control.toString(), mark.word());
        next = early;
        ProcessSpec spec = spec(hook.word(), control);
        Optional<ProcessResult> result = runner.runPart(early.process(), spec, mark);
        return result.isPresent()
                ? answer(hook, spec, control, result.get())
                : callIn(start(hook.word()), hook, settings());
    }

    private Optional<HookAnswer.Value> call(Hook hook, @Nullable Object... arguments)
            throws UserProblem, MachineProblem, InterruptedException {
        Early early = next == null ? start(hook.word()) : next;
        next = null;
        return callIn(early, hook, arguments);
    }

    /**
     * Starts a process for a hook, which loads the backend and waits. A backend in the source tree is loaded only when it
     * is called: who knows what it looks at.
     */
    private Early start(String title, String... more) throws MachineProblem {
        Path control = prepare(title);
        List<String> options = new ArrayList<>(List.of("--wait"));
        options.addAll(List.of(more));
        return new Early(runner.startEarly(spec(title, control, options)), control);
    }

    /**
     * Calls a hook.
     *
     * @param early the process that is there for it
     * @param arguments its arguments, in the order that the specification gives them
     * @return what it returned, or nothing if the backend does not have the hook
     */
    private Optional<HookAnswer.Value> callIn(Early early, Hook hook, @Nullable Object... arguments)
            throws UserProblem, MachineProblem, InterruptedException {
        writeRequest(early.control(), hook, arguments);
        ProcessSpec spec = spec(hook.word(), early.control());
        return answer(hook, spec, early.control(), runner.run(early.process(), spec));
    }

    private Optional<HookAnswer.Value> answer(Hook hook, ProcessSpec spec, Path control, ProcessResult result)
            throws UserProblem, MachineProblem {
        HookAnswer.WithWarnings answer = HookAnswer.read(control.resolve("output.json"));
        forward(hook, answer.warnings());
        boolean ended = result.exitCode() == 0 && !result.timedOut();
        if (ended && answer.answer() instanceof HookAnswer.HookMissing) {
            return Optional.empty();
        }
        if (ended && answer.answer() instanceof HookAnswer.Value value) {
            return Optional.of(value);
        }
        runner.replayIfHidden(spec, result);
        throw new HookFailures(context, hook).of(answer.answer(), result);
    }

    private ProcessSpec spec(String title, Path control) {
        return spec(title, control, List.of());
    }

    private ProcessSpec spec(String title, Path control, List<String> more) {
        List<String> command =
                new ArrayList<>(List.of(context.python().toString(), script().toString(), control.toString()));
        command.addAll(more);
        return new ProcessSpec(
                title,
                command,
                context.sourceTree(),
                context.environment(),
                context.timeout(),
                ProcessSpec.Output.INFO,
                List.of(script(), control));
    }

    /** Makes a directory for one call, which says already which backend it is about. */
    private Path prepare(String title) throws MachineProblem {
        Map<String, @Nullable Object> backend = new LinkedHashMap<>();
        backend.put("backend", context.backend().name());
        backend.put(
                "backend_path",
                context.backend().path().stream().map(Path::toString).toList());
        try {
            writeScript();
            Path control = Files.createTempDirectory(context.directory(), title + "-");
            Files.writeString(control.resolve("backend.json"), Json.write(backend));
            return control;
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the request of the hook", context.directory(), e);
        }
    }

    private static void writeRequest(Path control, Hook hook, @Nullable Object... arguments) throws MachineProblem {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("hook", hook.word());
        request.put("arguments", Arrays.asList(arguments));
        try {
            Files.writeString(control.resolve("input.json"), Json.write(request));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the request of the hook", control, e);
        }
    }

    /** In a directory of its own: the interpreter would import other modules from there. */
    private Path script() {
        return context.directory().resolve("runner").resolve(SCRIPT);
    }

    private void writeScript() throws IOException {
        Files.createDirectories(script().getParent());
        try (CachingWriter file = new CachingWriter(script(), StandardCharsets.UTF_8)) {
            file.write(Resources.text(HookInvoker.class, SCRIPT));
        }
    }

    private void forward(Hook hook, List<HookAnswer.Warning> warnings) throws MachineProblem {
        for (HookAnswer.Warning warning : warnings) {
            for (String line : warning.message().lines().toList()) {
                if (!line.isBlank()) {
                    log.warn(hook.word() + " | " + warning.category() + ": " + line.strip());
                    runner.transcript().line("-- " + warning.category() + ": " + line.strip());
                }
            }
        }
    }

    private Map<String, ?> settings() {
        return context.configSettings();
    }

    private static @Nullable String path(@Nullable Path directory) {
        return directory == null ? null : directory.toAbsolutePath().toString();
    }

    /** A value that should have been something else, short enough for a sentence. */
    private static String show(@Nullable Object value) {
        String json = Json.write(value).replaceAll("\\s+", " ");
        return json.length() <= 80 ? json : json.substring(0, 80) + "...";
    }
}
