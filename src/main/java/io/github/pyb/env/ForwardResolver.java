package io.github.pyb.env;

import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.wheel.InterpreterTags;
import io.github.pyb.wheel.Uncertain;
import io.github.pyb.wheel.WheelHeaders;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settles requirements as pip does where it never has to take anything back.
 *
 * <p>pip takes one project after the other, of each the newest version that meets what it knows by then, and goes back if something
 * that it learns later is not met. What it knows by then depends on an order that is nobody's business. So a version is only
 * settled here if it is the one that pip would take whenever it comes to the project: that is so if each requirement, looked at
 * alone, leads to this version, because then every set of them does. What is required of a project in the first place pip always
 * knows when it comes to it, so these requirements are looked at as one, and a later one together with them. With that pip
 * takes the same versions in every order, never finds a contradiction, and never goes back. Everything else is left to it.
 */
final class ForwardResolver {

    /** Of other names it depends on the age of tools which of them are the same. */
    private static final Pattern EXTRAS = Pattern.compile("\\[[a-z0-9, ]+]");

    /** What in a file of requirements, or to an old tool, may be more than it seems. */
    private static final Pattern SPECIAL = Pattern.compile("[#$\\\\\\p{Cntrl}]");

    private final Map<String, String> markers;
    private final InterpreterTags interpreter;
    private final Supply supply;
    private final Map<ProjectName, Project> projects = new LinkedHashMap<>();
    private final Deque<Step> open = new ArrayDeque<>();

    /** Where versions and their wheels come from. */
    interface Supply {

        /** What is offered of a project; asked for once. */
        OfferedVersions offered(ProjectName name) throws IOException, Uncertain, InterruptedException;

        /**
         * Takes a wheel, so that it will be installed.
         *
         * @param requested whether somebody asked for it, not only something else that is installed
         * @return what its core metadata says
         */
        WheelHeaders take(ProjectName name, OfferedVersions.Chosen wheel, boolean requested)
                throws IOException, Uncertain, InterruptedException;
    }

    /**
     * A project that is settled.
     *
     * @param first what was required of it in the first place, without extras; empty if it was not
     * @param requested whether somebody asked for it
     */
    private record Project(
            OfferedVersions offered,
            OfferedVersions.Chosen chosen,
            WheelHeaders metadata,
            Specifiers first,
            boolean requested,
            boolean plain,
            Set<String> extras) {}

    /** A project whose own requirements are to be looked at: its own, or those of an extra. */
    private record Step(ProjectName name, String extra) {}

    /**
     * @param markers what the variables of environment markers stand for
     * @param interpreter whom wheels have to suit
     */
    ForwardResolver(Map<String, String> markers, InterpreterTags interpreter, Supply supply) {
        this.markers = markers;
        this.interpreter = interpreter;
        this.supply = supply;
    }

    /**
     * Takes all that is required, and what that needs.
     *
     * @throws Uncertain if pip may come to something else
     */
    void resolve(List<String> requirements) throws IOException, Uncertain, InterruptedException {
        Map<ProjectName, List<Requirement>> first = new LinkedHashMap<>();
        for (String text : requirements) {
            Requirement requirement = parse(text);
            if (holds(requirement, "")) {
                check(requirement, text);
                first.computeIfAbsent(requirement.name(), name -> new ArrayList<>())
                        .add(requirement);
            }
        }
        for (Map.Entry<ProjectName, List<Requirement>> project : first.entrySet()) {
            settleFirst(project.getKey(), project.getValue());
        }
        while (!open.isEmpty()) {
            Step step = open.remove();
            for (String text : settled(step.name()).metadata().all("Requires-Dist")) {
                Requirement requirement = parse(text);
                if (applies(requirement, step.extra())) {
                    check(requirement, text);
                    require(requirement);
                }
            }
        }
    }

    private Project settled(ProjectName name) {
        Project project = projects.get(name);
        if (project == null) {
            throw new IllegalStateException(name + " is not settled");
        }
        return project;
    }

    /** What counts without any extra is looked at once, and not again with each of them. */
    private boolean applies(Requirement requirement, String extra) throws Uncertain {
        return holds(requirement, extra) && (extra.isEmpty() || !holds(requirement, ""));
    }

    private boolean holds(Requirement requirement, String extra) throws Uncertain {
        if (requirement.marker().isEmpty()) {
            return true;
        }
        Marker marker = requirement.marker().get();
        String text = marker.toString();
        if (!marker.isOrdinary() || InterpreterMarkers.UNKNOWN.stream().anyMatch(text::contains)) {
            throw new Uncertain("the marker of " + requirement + " is for pip to judge");
        }
        return marker.holds(markers, extra);
    }

    private static Requirement parse(String text) throws Uncertain {
        Optional<Requirement> requirement = Requirement.parse(text);
        if (requirement.isEmpty() || SPECIAL.matcher(text).find()) {
            throw new Uncertain("not only names and versions are required: " + text);
        }
        return requirement.get();
    }

    /** Of what applies more has to be plain than of what does not. */
    private static void check(Requirement requirement, String text) throws Uncertain {
        if (requirement.url().isPresent()) {
            throw new Uncertain("not only names and versions are required: " + text);
        }
        if (!requirement.extras().isEmpty()
                && !EXTRAS.matcher(text.substring(text.indexOf('['))).lookingAt()) {
            throw new Uncertain("an extra with an unusual name is required: " + text);
        }
    }

    private void settleFirst(ProjectName name, List<Requirement> required)
            throws IOException, Uncertain, InterruptedException {
        List<Requirement> plain =
                required.stream().filter(one -> one.extras().isEmpty()).toList();
        Specifiers together =
                together(plain.stream().map(Requirement::specifiers).toList());
        Requirement one = plain.isEmpty() ? required.get(0) : plain.get(0);
        settle(name, plain.isEmpty() ? one.specifiers() : together, true, !plain.isEmpty());
        for (Requirement requirement : required) {
            if (!requirement.extras().isEmpty()) {
                compare(settled(name), requirement.specifiers(), name);
                addExtras(requirement);
            }
        }
    }

    private static Specifiers together(List<Specifiers> all) throws Uncertain {
        String text = all.stream()
                .map(Specifiers::toString)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(","));
        return Specifiers.parse(text).orElseThrow(() -> new Uncertain("not understood: " + text));
    }

    private void require(Requirement requirement) throws IOException, Uncertain, InterruptedException {
        ProjectName name = requirement.name();
        Project project = projects.get(name);
        if (project == null) {
            settle(name, requirement.specifiers(), false, false);
        } else {
            boolean extras =
                    !requirement.extras().isEmpty() || !project.extras().isEmpty();
            if (project.requested() && extras) {
                // Which of the two pip takes for its answer to "who wanted it" depends on its order.
                throw new Uncertain(name + " is asked for, and needed besides, with extras");
            }
            compare(
                    project,
                    project.plain()
                            ? together(List.of(project.first(), requirement.specifiers()))
                            : requirement.specifiers(),
                    name);
        }
        addExtras(requirement);
    }

    private void settle(ProjectName name, Specifiers specifiers, boolean requested, boolean plain)
            throws IOException, Uncertain, InterruptedException {
        OfferedVersions offered = supply.offered(name);
        OfferedVersions.Chosen chosen = offered.newest(specifiers, interpreter);
        WheelHeaders metadata = supply.take(name, chosen, requested);
        projects.put(name, new Project(offered, chosen, metadata, specifiers, requested, plain, new HashSet<>()));
        open.add(new Step(name, ""));
    }

    private void compare(Project project, Specifiers specifiers, ProjectName name) throws Uncertain {
        OfferedVersions.Chosen other = project.offered().newest(specifiers, interpreter);
        if (!other.sha256().equals(project.chosen().sha256())) {
            throw new Uncertain("different versions of " + name + " may be meant: "
                    + project.chosen().version() + " and " + other.version());
        }
    }

    private void addExtras(Requirement requirement) throws Uncertain {
        Project project = settled(requirement.name());
        for (ProjectName extra : requirement.extras()) {
            if (!project.metadata().all("Provides-Extra").contains(extra.normalised())) {
                throw new Uncertain(requirement.name() + " does not say that it has the extra " + extra);
            }
            if (project.extras().add(extra.normalised())) {
                open.add(new Step(requirement.name(), extra.normalised()));
            }
        }
    }
}
