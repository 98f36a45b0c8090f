package io.github.pyb.build;

import io.github.pyb.check.DistributionCheck;
import io.github.pyb.check.Finding;
import io.github.pyb.check.Whereabouts;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTreeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;

/** Checks what was built: each distribution by itself, and whether a second build gives the same. */
public final class CheckService {

    private final BuildService builder;
    private final SourceTreeReader sources;

    @Inject
    public CheckService(BuildService builder, SourceTreeReader sources) {
        this.builder = builder;
        this.sources = sources;
    }

    /**
     * Checks distributions. Warnings are logged.
     *
     * @throws UserProblem if one of them is not as it should be; one message tells all that was found
     */
    public void check(CheckRequest request, BuildLog log) throws Problem, InterruptedException {
        ReportedBuild reported = request.report().map(ReportedBuild::read).orElse(new ReportedBuild("", List.of()));
        List<Path> files = files(request, reported, log);
        if (files.isEmpty()) {
            log.info("Nothing to check: nothing was built here");
            return;
        }
        Whereabouts whereabouts = new Whereabouts(request.whereabouts());
        DistributionCheck check = new DistributionCheck(whereabouts);
        Map<Path, String> differences = request.again().isPresent()
                ? new SecondBuild(builder, sources, request.again().get(), reported, log).compare(files, whereabouts)
                : Map.of();
        Map<Path, List<Finding>> found = new LinkedHashMap<>();
        for (Path file : files) {
            List<Finding> all = new ArrayList<>(check.check(file));
            Optional.ofNullable(differences.get(file)).map(Finding::error).ifPresent(all::add);
            all.removeIf(finding -> isTolerated(finding, request, log));
            found.put(file, all);
        }
        tell(found, request.strict(), log);
    }

    private static List<Path> files(CheckRequest request, ReportedBuild reported, BuildLog log) throws UserProblem {
        for (Path file : request.files()) {
            String name = file.getFileName().toString();
            boolean named = name.endsWith(".whl") || name.endsWith(".tar.gz");
            if (!Files.isRegularFile(file) || !named) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of(
                                        named
                                                ? "there is no such distribution to check"
                                                : "only wheels (.whl) and source distributions (.tar.gz) can be checked")
                                .where(file)
                                .attempt("correct the parameter files (-Dpyb.check.files), or build it anew"));
            }
        }
        Set<Path> files = new LinkedHashSet<>(request.files());
        for (Path file : reported.files()) {
            if (Files.isRegularFile(file)) {
                files.add(file);
            } else {
                log.warn("Not checked, because it is not there any more: " + file);
            }
        }
        return List.copyOf(files);
    }

    private static boolean isTolerated(Finding finding, CheckRequest request, BuildLog log) {
        boolean tolerated = request.tolerated().stream().anyMatch(finding.text()::startsWith);
        if (tolerated) {
            log.debug("tolerated: " + finding.text());
        }
        return tolerated;
    }

    private static void tell(Map<Path, List<Finding>> found, boolean strict, BuildLog log) throws UserProblem {
        int errors = count(found, true);
        int warnings = count(found, false);
        found.forEach((file, findings) -> findings.stream()
                .filter(finding -> !finding.isError())
                .forEach(finding -> log.warn(file.getFileName() + ": " + finding.text())));
        String names = found.keySet().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(" and "));
        if (errors == 0 && (warnings == 0 || !strict)) {
            log.info("Checked " + names + ": " + (warnings == 0 ? "nothing to object to" : words(0, warnings)));
            return;
        }
        Explanation explanation = Explanation.of("what was built is not as it should be: " + words(errors, warnings));
        for (Map.Entry<Path, List<Finding>> one : found.entrySet()) {
            List<String> lines = one.getValue().stream()
                    .filter(finding -> strict || finding.isError())
                    .map(finding -> "- " + finding.text())
                    .toList();
            if (!lines.isEmpty()) {
                explanation = explanation.line(one.getKey().toString(), "\n" + String.join("\n", lines));
            }
        }
        throw new UserProblem(
                ProblemKind.CHECK_FAILED,
                explanation
                        .attempt("mend the project, or its backend's configuration, and build it anew")
                        .attempt("or leave out the check (-Dpyb.check.skip=true)"));
    }

    private static int count(Map<Path, List<Finding>> found, boolean errors) {
        return (int) found.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.isError() == errors)
                .count();
    }

    private static String words(int errors, int warnings) {
        List<String> words = new ArrayList<>();
        if (errors > 0) {
            words.add(errors + (errors == 1 ? " error" : " errors"));
        }
        if (warnings > 0) {
            words.add(warnings + (warnings == 1 ? " warning" : " warnings"));
        }
        return String.join(", ", words);
    }
}
