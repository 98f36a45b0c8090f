package io.github.pyb.build;

import io.github.pyb.env.Changeable;
import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.Proxies;
import io.github.pyb.json.Json;
import io.github.pyb.packaging.Version;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Provisioning;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Setuptools;
import io.github.pyb.testing.SuppliedProject;
import io.github.pyb.tuning.CompilerCacheChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** One module as tests see it: where it is, how it is configured, and what the last build of it said. */
final class Builds {

    final Path module;
    final Map<String, Object> settings = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();
    final List<Path> constraints = new ArrayList<>();
    final List<String> tolerated = new ArrayList<>();
    final List<Path> provided = new ArrayList<>();
    RecordingLog log = new RecordingLog();
    Host host = new Host();
    Path source;
    Path output;
    Path work;
    Path envDir;
    Path extract;
    Path build;
    Path report;
    boolean isolated = true;
    boolean skipCheck;
    boolean debug;
    LockMode lock = LockMode.PREFER;
    Path lockFile;
    String variant = "";
    InstallerChoice installer = InstallerChoice.pip();
    Indexes indexes = Indexes.UNDECLARED;
    boolean reclaim;
    KeepPolicy keep = KeepPolicy.FAILURE;
    SourceMode mode = SourceMode.AUTO;
    String python;
    List<String> pythons = List.of();
    boolean reuse = true;
    Provisioning provisioning = Pythons.NONE_FROM_MAVEN;
    Duration timeout;
    Instant timestamp;
    CompilerCacheChoice compilerCache = CompilerCacheChoice.NONE;
    int jobs = 3;
    StoreSettings store;
    Path storeToClean;
    PomVersion version;
    Duration patience = Duration.ofSeconds(30);

    /** What others do in the moment after a build. */
    Runnable then = () -> {};

    Builds(Path module) {
        this.module = module;
        this.source = module;
        this.output = module.resolve("target/dist");
        this.work = module.resolve("target/pyb");
        this.store = new StoreSettings(
                module.resolveSibling("store/environments"), 1 << 30, Instant.MIN, Duration.ofMinutes(1));
    }

    /** A {@link SuppliedProject} that gets what it requires from an index, whatever the user of this machine has configured. */
    static Builds supplied(Path directory, IndexServer index) {
        Builds builds = new Builds(SuppliedProject.into(directory.resolve("module")));
        builds.indexes = new Indexes(
                List.of(new Index("pypi", index.simple(), Optional.empty(), List.of(), "for the test", "pypi")),
                Proxies.NONE);
        Map<String, String> machine = new TreeMap<>(System.getenv());
        machine.keySet().removeIf(name -> name.startsWith("PIP_") || name.startsWith("UV"));
        machine.put("PIP_CONFIG_FILE", "/dev/null");
        machine.put("PIP_CACHE_DIR", directory.resolve("cache/pip").toString());
        machine.put("UV_CACHE_DIR", directory.resolve("cache/uv").toString());
        builds.host = new Host(new Host().family(), machine, directory.resolve("home"));
        return builds;
    }

    /** From now on, what was resolved by an earlier build is resolved again. */
    void resolveAnew() {
        store = new StoreSettings(store.directory(), store.limit(), Instant.now(), store.patience());
    }

    Builds doing(String what) {
        settings.put("do", what);
        return this;
    }

    /**
     * Lets requirements be installed from a directory with a real setuptools only. That one is from before Python 3.12, and
     * runs on nothing newer.
     */
    Builds withSetuptools(Path wheels) {
        Setuptools.wheelsInto(wheels);
        variables.putAll(Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", wheels.toString()));
        if (Pythons.any().version().compareTo(Version.of(3, 12)) >= 0) {
            boolean provided = System.getProperty("os.name").equals("Linux")
                    && System.getProperty("os.arch").equals("amd64");
            if (!provided) {
                Assumptions.abort("SKIPPED: setuptools 65 needs a Python older than 3.12");
            }
            python = "maven:3.11";
            provisioning = Pythons.fromBuild();
        }
        return this;
    }

    /** Builds a wheel; what was logged by earlier builds is forgotten. */
    BuildResult wheel() throws Exception {
        log = newLog();
        return service().wheel(request("wheel"), log);
    }

    BuildResult sdist() throws Exception {
        log = newLog();
        return service().sdist(request("sdist"), log);
    }

    BuildResult sdistThenWheel() throws Exception {
        log = newLog();
        return service().sdistThenWheel(request("build"), log);
    }

    Map<?, ?> metadata() throws Exception {
        log = newLog();
        String json = service().metadata(request("metadata"), work.resolve("metadata.json"), log);
        return (Map<?, ?>) Json.parse(json);
    }

    /** Builds a wheel, unless nothing has changed since the last one. */
    BuildResult wheelUnlessUnchanged() throws Exception {
        log = newLog();
        BuildRequest request = request("wheel");
        return service().unlessUnchanged(request, variant, log, () -> {
            BuildResult result = service().wheel(request, log);
            then.run();
            return result;
        });
    }

    /** Checks what the report of the last build lists, or files of the caller's choice besides. */
    void check(boolean strict, boolean again, Path... files) throws Exception {
        log = newLog();
        BuildRequest request = request("check");
        Map<Path, String> whereabouts = new LinkedHashMap<>();
        whereabouts.put(work, "the work directory");
        whereabouts.put(module, "the module");
        new CheckService(service(), new SourceTreeReader())
                .check(
                        new CheckRequest(
                                List.of(files),
                                Optional.of(request.places().report()),
                                whereabouts,
                                tolerated,
                                strict,
                                again ? Optional.of(request) : Optional.empty()),
                        log);
    }

    EnvironmentResult editable() throws Exception {
        log = newLog();
        return service().editable(request("editable"), log);
    }

    EnvironmentResult environment() throws Exception {
        log = newLog();
        return service().environment(request("env"), log);
    }

    List<String> lock() throws Exception {
        log = newLog();
        return service().lock(request("lock"), log).changes();
    }

    void goOffline() throws Exception {
        log = newLog();
        service().goOffline(request("go-offline"), log);
    }

    /** From now on Maven is offline. */
    void disconnect() {
        installer = new InstallerChoice(installer.kind(), installer.uvExecutable(), true);
        store = new StoreSettings(store.directory(), store.limit(), Instant.MIN, store.patience(), Changeable.TAKEN);
    }

    List<Path> clean() throws Exception {
        log = newLog();
        return new CleanService(new IsolatedEnvironmentService(host))
                .clean(
                        new CleanRequest(
                                module,
                                work,
                                Optional.ofNullable(envDir),
                                Optional.ofNullable(extract),
                                Optional.ofNullable(build),
                                Optional.ofNullable(storeToClean),
                                patience,
                                "1.0-test"),
                        log);
    }

    /** Where the environment stands if nobody chose a place. */
    Path defaultEnvironment() {
        return work.resolve("env").resolve(Pythons.any().tag());
    }

    Path failure() {
        return work.resolve("failure");
    }

    private RecordingLog newLog() {
        return debug ? RecordingLog.debugging() : new RecordingLog();
    }

    private BuildService service() {
        return new BuildService(host, new IsolatedEnvironmentService(host));
    }

    private List<String> wanted() {
        if (!pythons.isEmpty()) {
            return pythons;
        }
        return List.of(python == null ? Pythons.any().executable().toString() : python);
    }

    private BuildRequest request(String goal) {
        return new BuildRequest(
                goal,
                new Places(
                        module,
                        source,
                        module.resolve("target"),
                        output,
                        work,
                        work,
                        Optional.ofNullable(extract),
                        Optional.ofNullable(build),
                        report == null ? work.resolve("report.json") : report),
                mode,
                new EnvironmentWishes(
                        isolated,
                        skipCheck,
                        Optional.ofNullable(envDir),
                        reclaim,
                        keep,
                        installer,
                        indexes,
                        constraints,
                        provided,
                        variables,
                        new LockWishes(
                                lock, Optional.of(lockFile == null ? module.resolve("pylock.build.toml") : lockFile)),
                        store),
                new InterpreterWishes(wanted(), reuse, List.of(), provisioning),
                settings,
                Optional.ofNullable(version),
                new BackendWishes(jobs, Optional.ofNullable(timestamp), compilerCache),
                new Limits(timeout, patience, Optional::empty),
                "1.0-test",
                "mvn pyb:clean-of-the-test");
    }
}
