package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.DependencyManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * The wheels that a module depends on: dependencies of the type {@code whl}, and what these depend on in their POMs, from the
 * reactor or from Maven's repositories. Other dependencies are none of our business, and are not resolved.
 */
final class MavenWheels {

    static final String TYPE = "whl";

    private static final Set<String> SCOPES = Set.of("compile", "provided", "runtime");

    private final RepositorySystem system;
    private final RepositorySystemSession repositorySession;
    private final MavenSession session;
    private final MavenProject project;

    MavenWheels(
            RepositorySystem system,
            RepositorySystemSession repositorySession,
            MavenSession session,
            MavenProject project) {
        this.system = system;
        this.repositorySession = repositorySession;
        this.session = session;
        this.project = project;
    }

    /**
     * The files, under whatever names.
     *
     * @throws UserProblem if one of them is not to be had
     */
    List<Path> resolve() throws UserProblem {
        List<Dependency> declared = wheels(project.getDependencies());
        if (declared.isEmpty()) {
            return List.of();
        }
        DependencyManagement management = project.getDependencyManagement();
        CollectRequest collect = new CollectRequest()
                .setRootArtifact(new DefaultArtifact(
                        project.getGroupId(), project.getArtifactId(), "", "pom", project.getVersion()))
                .setDependencies(declared)
                .setManagedDependencies(management == null ? List.of() : wheels(management.getDependencies()))
                .setRepositories(project.getRemoteProjectRepositories());
        try {
            List<ArtifactResult> results = system.resolveDependencies(
                            repositorySession,
                            new DependencyRequest(
                                    collect,
                                    (node, parents) -> TYPE.equals(
                                            node.getArtifact() == null
                                                    ? ""
                                                    : node.getArtifact().getExtension())))
                    .getArtifactResults();
            List<Path> files = new ArrayList<>();
            for (ArtifactResult result : results) {
                files.add(file(result.getArtifact()));
            }
            return files;
        } catch (DependencyResolutionException e) {
            throw unresolved(e, declared);
        }
    }

    private static List<Dependency> wheels(List<org.apache.maven.model.Dependency> dependencies) {
        return dependencies.stream()
                .filter(dependency -> TYPE.equals(dependency.getType()))
                .filter(dependency -> SCOPES.contains(Objects.requireNonNullElse(dependency.getScope(), "compile")))
                .map(MavenWheels::wheel)
                .toList();
    }

    private static Dependency wheel(org.apache.maven.model.Dependency dependency) {
        return new Dependency(
                new DefaultArtifact(
                        dependency.getGroupId(),
                        dependency.getArtifactId(),
                        dependency.getClassifier(),
                        TYPE,
                        dependency.getVersion()),
                dependency.getScope(),
                dependency.isOptional(),
                dependency.getExclusions().stream()
                        .map(excluded -> new Exclusion(excluded.getGroupId(), excluded.getArtifactId(), "*", "*"))
                        .toList());
    }

    /** A module of the same run has to have built its wheel in it: an older one would make this build a riddle. */
    private Path file(Artifact artifact) throws UserProblem {
        File file = artifact.getFile();
        Optional<MavenProject> module = module(artifact, session.getProjects());
        if (module.isPresent() && !isBuilt(module.get(), file)) {
            throw notBuilt(artifact, file.isDirectory() ? null : file);
        }
        return file.toPath();
    }

    private static boolean isBuilt(MavenProject module, File file) {
        return Stream.concat(Stream.of(module.getArtifact()), module.getAttachedArtifacts().stream())
                .anyMatch(artifact -> file.equals(artifact.getFile()));
    }

    private UserProblem unresolved(DependencyResolutionException e, List<Dependency> declared) {
        List<Artifact> missing = e.getResult().getArtifactResults().stream()
                .filter(ArtifactResult::isMissing)
                .map(result -> result.getRequest().getArtifact())
                .toList();
        for (Artifact artifact : missing) {
            if (module(artifact, session.getProjects()).isPresent()) {
                return notBuilt(artifact, null);
            }
        }
        String wanted = missing.isEmpty()
                ? declared.stream().map(one -> words(one.getArtifact())).collect(Collectors.joining(", "))
                : missing.stream().map(MavenWheels::words).collect(Collectors.joining(", "));
        Explanation explanation = Explanation.of(
                        "Maven cannot resolve the wheels that the module depends on: " + e.getMessage())
                .line("wanted", wanted);
        for (Artifact artifact : missing) {
            Optional<MavenProject> module = module(artifact, session.getAllProjects());
            if (module.isPresent()) {
                explanation = explanation.attempt("build the module " + artifact.getArtifactId()
                        + " in the same run: mvn" + " package -pl :" + project.getArtifactId() + " -am");
            }
        }
        return new UserProblem(
                ProblemKind.INSTALL_FAILED,
                explanation.attempt("check the dependencies of type " + TYPE
                        + " in the POM, and whether their modules were installed or deployed"),
                e);
    }

    private UserProblem notBuilt(Artifact artifact, @Nullable File older) {
        Explanation explanation = Explanation.of("the module " + artifact.getArtifactId() + ", whose wheel "
                        + project.getArtifactId() + " depends on, has not built it in this run")
                .line("wanted", words(artifact));
        if (older != null) {
            explanation = explanation.line("not taken", older + ", which is of an earlier run");
        }
        return new UserProblem(
                ProblemKind.INSTALL_FAILED,
                explanation
                        .attempt("let Maven come as far as the phase package: mvn package")
                        .attempt(
                                "or take the wheel as it was installed: mvn -pl :" + project.getArtifactId() + " ..."));
    }

    private static Optional<MavenProject> module(Artifact artifact, List<MavenProject> modules) {
        return modules.stream()
                .filter(module -> module.getGroupId().equals(artifact.getGroupId())
                        && module.getArtifactId().equals(artifact.getArtifactId())
                        && module.getVersion().equals(artifact.getBaseVersion()))
                .findFirst();
    }

    private static String words(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getBaseVersion() + " (type "
                + TYPE
                + (artifact.getClassifier().isEmpty() ? "" : ", classifier " + artifact.getClassifier())
                + ")";
    }
}
