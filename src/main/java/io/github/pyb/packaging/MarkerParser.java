package io.github.pyb.packaging;

import io.github.pyb.packaging.Marker.Condition;
import io.github.pyb.packaging.Marker.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the grammar of environment markers (PEP 508): {@code or} binds less than {@code and}, brackets bind most. */
final class MarkerParser {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:'[^']*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_.]*|===|==|~=|!=|<=|>=|<|>|\\(|\\))");

    private static final Set<String> OPERATORS = Set.of("===", "==", "~=", "!=", "<=", ">=", "<", ">", "in");

    /** Spellings from before PEP 508, still found in the metadata of old distributions. */
    private static final Map<String, String> OLD_NAMES = Map.of(
            "os.name", "os_name",
            "sys.platform", "sys_platform",
            "platform.version", "platform_version",
            "platform.machine", "platform_machine",
            "platform.python_implementation", "platform_python_implementation",
            "python_implementation", "platform_python_implementation");

    /** Deeper brackets are refused, so that a hostile marker cannot exhaust the stack. */
    private static final int MAX_DEPTH = 50;

    private final List<String> tokens;
    private int next;

    private MarkerParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The text is no marker. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static Optional<Condition> parse(String text) {
        try {
            MarkerParser parser = new MarkerParser(tokens(text));
            Condition condition = parser.any(0);
            return parser.next == parser.tokens.size() ? Optional.of(condition) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static List<String> tokens(String text) throws Malformed {
        List<String> tokens = new ArrayList<>();
        String stripped = text.strip();
        Matcher matcher = TOKEN.matcher(stripped);
        int end = 0;
        while (end < stripped.length()) {
            if (!matcher.region(end, stripped.length()).lookingAt()) {
                throw new Malformed();
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        return tokens;
    }

    private Condition any(int depth) throws Malformed {
        List<Condition> parts = new ArrayList<>(List.of(all(depth)));
        while (accept("or")) {
            parts.add(all(depth));
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
    }

    private Condition all(int depth) throws Malformed {
        List<Condition> parts = new ArrayList<>(List.of(one(depth)));
        while (accept("and")) {
            parts.add(one(depth));
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private Condition one(int depth) throws Malformed {
        if (accept("(")) {
            if (depth == MAX_DEPTH) {
                throw new Malformed();
            }
            Condition condition = any(depth + 1);
            require(accept(")"));
            return condition;
        }
        Condition.Comparison comparison = new Condition.Comparison(operand(), operator(), operand());
        require(comparison.isDefined());
        return comparison;
    }

    private String operator() throws Malformed {
        if (accept("not")) {
            require(accept("in"));
            return "not in";
        }
        String operator = take();
        require(OPERATORS.contains(operator));
        return operator;
    }

    private Operand operand() throws Malformed {
        String token = take();
        if (token.startsWith("'") || token.startsWith("\"")) {
            return new Operand.Literal(token.substring(1, token.length() - 1));
        }
        String name = OLD_NAMES.getOrDefault(token, token);
        require(Marker.isVariable(name));
        return new Operand.Variable(name);
    }

    private boolean accept(String token) {
        boolean found = next < tokens.size() && tokens.get(next).equals(token);
        next += found ? 1 : 0;
        return found;
    }

    private String take() throws Malformed {
        require(next < tokens.size());
        return tokens.get(next++);
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
