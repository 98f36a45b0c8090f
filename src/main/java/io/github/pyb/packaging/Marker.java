package io.github.pyb.packaging;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An environment marker (PEP 508): the condition under which a requirement counts, for instance
 * {@code python_version < "3.11" and extra == "toml"}. {@link #toString} gives its normal form.
 */
public final class Marker {

    private static final String EXTRA = "extra";

    /** Variables whose values compare as versions. The others compare as text, whatever they look like. */
    private static final Set<String> VERSIONS =
            Set.of("python_version", "python_full_version", "implementation_version", "platform_release");

    /** Every variable that a marker may use, besides {@code extra}; an environment has to have a value for each. */
    public static final Set<String> VARIABLES = Set.of(
            "os_name",
            "sys_platform",
            "platform_machine",
            "platform_python_implementation",
            "platform_release",
            "platform_system",
            "platform_version",
            "python_version",
            "python_full_version",
            "implementation_name",
            "implementation_version");

    private final Condition condition;

    Marker(Condition condition) {
        this.condition = condition;
    }

    /** The marker that a text stands for, or nothing if it is none: if it uses an unknown variable, for instance. */
    public static Optional<Marker> parse(String text) {
        return MarkerParser.parse(text).map(Marker::new);
    }

    /**
     * Whether the condition is met.
     *
     * @param environment the values of all {@link #VARIABLES}
     * @param extra the extra that is asked for; empty for none
     */
    public boolean holds(Map<String, String> environment, String extra) {
        return condition.holds(new Values(environment, extra));
    }

    /**
     * Whether it means the same to every tool that has ever evaluated markers, of whatever age: the variables of versions compare
     * with plain versions, the others, and extras, with texts that nobody takes for versions.
     */
    public boolean isOrdinary() {
        return condition.isOrdinary();
    }

    @Override
    public String toString() {
        return condition.toString();
    }

    static boolean isVariable(String name) {
        return name.equals(EXTRA) || VARIABLES.contains(name);
    }

    /** What the variables stand for. */
    record Values(Map<String, String> environment, String extra) {

        String of(Operand operand) {
            if (operand instanceof Operand.Literal literal) {
                return literal.text();
            }
            String name = ((Operand.Variable) operand).name();
            return name.equals(EXTRA) ? extra : Objects.requireNonNull(environment.get(name), name);
        }
    }

    /** One side of a comparison. */
    sealed interface Operand {
        record Variable(String name) implements Operand {
            @Override
            public String toString() {
                return name;
            }
        }

        record Literal(String text) implements Operand {
            @Override
            public String toString() {
                String quote = text.contains("\"") ? "'" : "\"";
                return quote + text + quote;
            }
        }

        default boolean isExtra() {
            return this instanceof Variable variable && variable.name().equals(EXTRA);
        }

        default boolean isVersion() {
            return this instanceof Variable variable && VERSIONS.contains(variable.name());
        }
    }

    /** A marker or a part of one. */
    sealed interface Condition {

        boolean holds(Values values);

        boolean isOrdinary();

        record All(List<Condition> parts) implements Condition {
            @Override
            public boolean holds(Values values) {
                return parts.stream().allMatch(part -> part.holds(values));
            }

            @Override
            public boolean isOrdinary() {
                return parts.stream().allMatch(Condition::isOrdinary);
            }

            @Override
            public String toString() {
                return parts.stream()
                        .map(part -> part instanceof Any ? "(" + part + ")" : part.toString())
                        .collect(Collectors.joining(" and "));
            }
        }

        record Any(List<Condition> parts) implements Condition {
            @Override
            public boolean holds(Values values) {
                return parts.stream().anyMatch(part -> part.holds(values));
            }

            @Override
            public boolean isOrdinary() {
                return parts.stream().allMatch(Condition::isOrdinary);
            }

            @Override
            public String toString() {
                return parts.stream().map(Condition::toString).collect(Collectors.joining(" or "));
            }
        }

        record Comparison(Operand left, String operator, Operand right) implements Condition {

            /** Two operators have a meaning for versions only. */
            boolean isDefined() {
                return switch (operator) {
                    case "~=" ->
                        right.isVersion()
                                || (left.isVersion()
                                        && right instanceof Operand.Literal literal
                                        && Specifiers.parse("~=" + literal.text())
                                                .isPresent());
                    case "===" -> left.isVersion() || right.isVersion();
                    default -> true;
                };
            }

            @Override
            public boolean holds(Values values) {
                String a = values.of(left);
                String b = values.of(right);
                if (left.isExtra() || right.isExtra()) {
                    return compare(
                            ProjectName.of(a).normalised(), ProjectName.of(b).normalised());
                }
                boolean versions = left.isVersion() || right.isVersion();
                return versions ? versions(a, b).orElseGet(() -> compare(a, b)) : compare(a, b);
            }

            @Override
            public boolean isOrdinary() {
                if (!(left instanceof Operand.Variable && right instanceof Operand.Literal literal)) {
                    return false;
                }
                if (left.isExtra()) {
                    // Whether case counts has changed.
                    return operator.equals("==")
                            && literal.text().equals(literal.text().toLowerCase(Locale.ROOT));
                }
                boolean text = operator.equals("==") || operator.equals("!=") || operator.endsWith("in");
                if (!left.isVersion()) {
                    return text && Version.parse(literal.text()).isEmpty();
                }
                Optional<Version> version = Version.parse(literal.text());
                return operator.endsWith("in")
                        || (!operator.equals("===")
                                && version.isPresent()
                                && !version.get().isPreRelease()
                                && !version.get().hasLocal());
            }

            /** Nothing if one of the two is no version, or the operator none for versions. */
            private Optional<Boolean> versions(String a, String b) {
                if (operator.endsWith("in") || b.contains(",")) {
                    return Optional.empty();
                }
                Optional<Version> candidate = Version.parse(a);
                return candidate.flatMap(
                        version -> Specifiers.parse(operator + b).map(specifiers -> specifiers.contains(version)));
            }

            /** Text has no order: of two texts that differ, none is less than the other. */
            private boolean compare(String a, String b) {
                return switch (operator) {
                    case "in" -> b.contains(a);
                    case "not in" -> !b.contains(a);
                    case "==", "<=", ">=" -> a.equals(b);
                    case "!=" -> !a.equals(b);
                    default -> false;
                };
            }

            @Override
            public String toString() {
                return left + " " + operator + " " + right;
            }
        }
    }
}
