package io.github.pyb.mojo;

import io.github.pyb.build.InterpreterWishes;
import io.github.pyb.host.Host;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Provision;
import io.github.pyb.python.Provisioning;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;
import org.jspecify.annotations.Nullable;

/** What all goals share that need an interpreter: which one, or which ones, and where they come from. */
abstract class AbstractInterpreterMojo extends AbstractIndexMojo {

    final RepositorySystem repositorySystem;

    @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true, required = true)
    List<RemoteRepository> repositories;

    /**
     * The interpreter to build with: a path ({@code /usr/bin/python3.12}, {@code .venv/bin/python}), a command that is
     * looked for on {@code PATH} ({@code python3.12}), a version ({@code 3.12}, {@code 3.12.4}, {@code pypy3.10}), or a
     * range ({@code >=3.10,<3.14}), or {@code maven:3.12} for a CPython that Maven resolves. By default that of a
     * toolchain of type {@code python}, else the active virtual environment ({@code VIRTUAL_ENV}), else {@code python3} or
     * {@code python} on {@code PATH}, else a CPython that Maven resolves. One line of the log says which one it is and why.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.python")
    @Nullable
    String python;

    /**
     * Several interpreters, each in the words of {@code python}: {@code pyb:wheel} and {@code pyb:build} build a wheel for
     * each of them in one run, several at the same time. Each has an environment (below {@code envDir}, if that is given, in a
     * directory with the interpreter's tag), a copy of the sources, a directory for intermediate files and a log of its own;
     * the source distribution is made with the first. If one fails, the others are built all the same, and then the goal
     * fails. Goals that build no wheels take the first. On the command line they are separated by commas, so a range with
     * a comma is for the POM.
     *
     * <pre>{@code
     * <pythons>
     *   <python>3.11</python>
     *   <python>maven:3.13</python>
     *   <python>pypy3.10</python>
     * </pythons>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.pythons")
    @Nullable
    List<String> pythons;

    /**
     * Whether a wheel that serves several of {@code pythons} is built once: a pure one ({@code py3-none-any}), or one for the
     * stable ABI ({@code abi3}). {@code false}: each interpreter builds its own, and a warning says so if two of one name are
     * not the same.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.reuseWheels", defaultValue = "true")
    @Nullable
    String reuseWheels;

    /**
     * Whether Maven resolves a CPython, through its repositories and mirrors like any other artifact: {@code auto} (if the
     * machine has no interpreter that fits), {@code always}, or {@code never}. It is unpacked once, under {@code store}.
     * There are such interpreters for Linux with glibc, on x86-64 and (not tested) on 64-bit ARM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.provision", defaultValue = "auto")
    @Nullable
    String provision;

    AbstractInterpreterMojo(Host host, RepositorySystem repositorySystem) {
        super(host);
        this.repositorySystem = repositorySystem;
    }

    /** Which interpreters are to build. */
    final InterpreterWishes interpreters() throws UserProblem {
        List<String> wanted = new ArrayList<>();
        for (String one : pythons == null ? List.<String>of() : pythons) {
            ParameterValues.given(one).map(String::strip).ifPresent(wanted::add);
        }
        if (!wanted.isEmpty() && ParameterValues.given(python).isPresent()) {
            throw contradiction("python (-Dpyb.python)", "pythons (-Dpyb.pythons)");
        }
        if (wanted.isEmpty()) {
            ParameterValues.given(python).ifPresent(wanted::add);
        }
        return new InterpreterWishes(
                wanted,
                ParameterValues.flag("reuseWheels", "pyb.reuseWheels", reuseWheels, true),
                Toolchains.executables(session, values()),
                provisioning());
    }

    /** How an interpreter is had that the machine does not have. */
    private Provisioning provisioning() throws UserProblem {
        return new Provisioning(
                ParameterValues.choice("provision", "pyb.provision", provision, Provision.class, Provision.AUTO),
                store().resolve("cpython"),
                new MavenArtifacts(repositorySystem, repositorySession, repositories),
                patience());
    }

    /** Two wishes that cannot both be met. */
    static UserProblem contradiction(String one, String other) {
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of(one + " and " + other + " contradict each other").attempt("leave out one of the two"));
    }
}
