package io.github.pyb.problem;

import java.util.regex.Pattern;

/**
 * Takes secrets out of everything that is shown or kept: user names and passwords within URLs, in output as well as in
 * commands. Structural, so that it also works on secrets that nobody told us about.
 */
public final class Masking {

    /** What stands in place of a secret. */
    public static final String MASK = "****";

    private static final String SECRET_WORDS =
            "(?:password|passwd|passphrase|secret|token|credential|api_?key|access_?key|private_?key|auth)";

    /** {@code scheme://user:password@} or {@code scheme://token@}; the part before the last {@code @} of the authority. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"'<>]+@");

    /** Names of variables whose values are nobody's business. */
    private static final Pattern SECRET_NAME = Pattern.compile(".*" + SECRET_WORDS + ".*", Pattern.CASE_INSENSITIVE);

    /** {@code "api_token": "value"}. */
    private static final Pattern SECRET_MEMBER = Pattern.compile(
            "(\"[^\"]*" + SECRET_WORDS + "[^\"]*\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.CASE_INSENSITIVE);

    private Masking() {}

    public static String mask(String text) {
        return text.indexOf('@') < 0 ? text : USER_INFO.matcher(text).replaceAll(MASK + "@");
    }

    /**
     * A text file without secrets: addresses as above, and in JSON the values of members whose names speak of secrets.
     */
    public static String maskDocument(String text) {
        return SECRET_MEMBER.matcher(mask(text)).replaceAll("$1\"" + MASK + "\"");
    }

    /** Whether a variable of that name is likely to hold a secret. */
    public static boolean isSecretName(String variable) {
        return SECRET_NAME.matcher(variable).matches();
    }
}
