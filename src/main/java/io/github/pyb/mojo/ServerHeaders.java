package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.settings.Server;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The headers that a {@code <server>} in settings.xml gives to requests ({@code <httpHeaders>} in its configuration), in
 * the form that Maven itself reads. It is the way of servers that know their users by a token.
 */
final class ServerHeaders {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** One line, without what could begin another. */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    /** What a connection consists of is not for settings to say. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "proxy-authorization", "range", "upgrade");

    private ServerHeaders() {}

    /** @throws UserProblem if one of them cannot be sent; it does not quote the value, which may be a secret */
    static Map<String, String> of(Server server) throws UserProblem {
        Map<String, String> headers = new LinkedHashMap<>();
        Xpp3Dom list = server.getConfiguration() instanceof Xpp3Dom configuration
                ? configuration.getChild("httpHeaders")
                : null;
        for (Xpp3Dom property : list == null ? new Xpp3Dom[0] : list.getChildren()) {
            Optional<String> name = text(property, "name");
            Optional<String> value = text(property, "value");
            boolean sendable = name.filter(word -> NAME.matcher(word).matches())
                            .filter(word -> !RESERVED.contains(word.toLowerCase(Locale.ROOT)))
                            .isPresent()
                    && value.filter(line -> VALUE.matcher(line).matches()).isPresent();
            if (!sendable) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of("the server " + server.getId() + " in settings.xml has a header ("
                                        + name.orElse("without a name") + ") that cannot be sent")
                                .attempt("each <property> in <httpHeaders> has a <name> and a <value> of one line; "
                                        + String.join(
                                                ", ", RESERVED.stream().sorted().toList()) + " cannot be set"));
            }
            headers.put(name.get(), value.get());
        }
        return headers;
    }

    private static Optional<String> text(Xpp3Dom property, String child) {
        Xpp3Dom found = property.getChild(child);
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(found.getValue()).map(String::strip);
    }
}
