package io.github.pyb.packaging;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A version in the sense of PEP 440. Two versions are equal if they compare equal: {@code 1.0} and {@code 1.0.0} are.
 * {@link #toString} gives the normalised form.
 */
public final class Version implements Comparable<Version> {

    private static final Pattern SYNTAX = Pattern.compile(
            "v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
                    + "(?:[-_.]?(?<preWord>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?"
                    + "(?:-(?<postImplicit>[0-9]+)|(?<post>[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?))?"
                    + "(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?"
                    + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_LENGTH = 256;

    private final BigInteger epoch;
    private final List<BigInteger> release;
    private final @Nullable String preWord;
    private final BigInteger preNumber;
    private final @Nullable BigInteger post;
    private final @Nullable BigInteger dev;
    private final List<String> local;

    private Version(Matcher parts) {
        epoch = number(parts.group("epoch"));
        release = List.of(parts.group("release").split("\\.", -1)).stream()
                .map(BigInteger::new)
                .toList();
        preWord = preWord(parts.group("preWord"));
        preNumber = number(parts.group("preNumber"));
        String implicit = parts.group("postImplicit");
        if (implicit != null) {
            post = new BigInteger(implicit);
        } else {
            post = parts.group("post") == null ? null : number(parts.group("postNumber"));
        }
        dev = parts.group("dev") == null ? null : number(parts.group("devNumber"));
        String localText = parts.group("local");
        local = localText == null
                ? List.of()
                : List.of(localText.toLowerCase(Locale.ROOT).split("[-_.]", -1));
    }

    /** The version that a text stands for, or nothing if it is not a version. Blanks around it do not count. */
    public static Optional<Version> parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = SYNTAX.matcher(stripped);
        return matcher.matches() ? Optional.of(new Version(matcher)) : Optional.empty();
    }

    /** A release number with any count of parts. */
    public static Version of(int... release) {
        List<String> parts = new ArrayList<>();
        for (int part : release) {
            parts.add(Integer.toString(part));
        }
        return parse(String.join(".", parts)).orElseThrow();
    }

    public boolean isPreRelease() {
        return preWord != null || dev != null;
    }

    public boolean isPostRelease() {
        return post != null;
    }

    /** The release number, without pre-release, post-release, development and local parts. */
    public Version base() {
        return parse(epoch + "!" + releaseText(release)).orElseThrow();
    }

    /** The version without its local part. */
    public Version withoutLocal() {
        return local.isEmpty()
                ? this
                : parse(toString().replaceFirst("\\+.*", "")).orElseThrow();
    }

    public boolean hasLocal() {
        return !local.isEmpty();
    }

    public boolean isDevelopment() {
        return dev != null;
    }

    /** The first development release of the same version; a version that is no development release stays what it is. */
    public Version firstDevelopment() {
        return dev == null || hasLocal()
                ? this
                : parse(toString().replaceFirst("\\.dev[0-9]+$", ".dev0")).orElseThrow();
    }

    int releaseLength() {
        return release.size();
    }

    /** Whether the release number begins with that of a prefix, as {@code ==3.11.*} asks. */
    public boolean startsWith(Version prefix) {
        if (!epoch.equals(prefix.epoch)) {
            return false;
        }
        for (int i = 0; i < prefix.release.size(); i++) {
            if (!part(release, i).equals(prefix.release.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The release number without its last part, as {@code ~=} needs it. */
    Version withoutLastReleasePart() {
        return parse(epoch + "!" + releaseText(release.subList(0, release.size() - 1)))
                .orElseThrow();
    }

    @Override
    public int compareTo(Version other) {
        int order = epoch.compareTo(other.epoch);
        for (int i = 0; order == 0 && i < Math.max(release.size(), other.release.size()); i++) {
            order = part(release, i).compareTo(part(other.release, i));
        }
        if (order == 0) {
            order = Integer.compare(phase(), other.phase());
        }
        if (order == 0 && preWord != null && other.preWord != null) {
            order = preWord.compareTo(other.preWord);
        }
        if (order == 0) {
            order = preNumber.compareTo(other.preNumber);
        }
        if (order == 0) {
            order = compareAbsentFirst(post, other.post);
        }
        if (order == 0) {
            // A development release comes before what it leads to.
            order = -compareAbsentFirst(minus(dev), minus(other.dev));
        }
        return order == 0 ? compareLocal(other) : order;
    }

    /** {@code 1.0.dev1} comes before {@code 1.0a1}, which comes before {@code 1.0} and {@code 1.0.post1}. */
    private int phase() {
        if (preWord != null) {
            return 1;
        }
        return dev != null && post == null ? 0 : 2;
    }

    private static @Nullable BigInteger minus(@Nullable BigInteger number) {
        return number == null ? null : number.negate();
    }

    private static int compareAbsentFirst(@Nullable BigInteger a, @Nullable BigInteger b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return a.compareTo(b);
    }

    private int compareLocal(Version other) {
        for (int i = 0; i < Math.max(local.size(), other.local.size()); i++) {
            if (i >= local.size() || i >= other.local.size()) {
                return Integer.compare(local.size(), other.local.size());
            }
            int order = compareLocalPart(local.get(i), other.local.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Numbers compare as numbers and come after words. */
    private static int compareLocalPart(String a, String b) {
        boolean aIsNumber = isNumber(a);
        boolean bIsNumber = isNumber(b);
        if (aIsNumber && bIsNumber) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return aIsNumber == bIsNumber ? a.compareTo(b) : Boolean.compare(aIsNumber, bIsNumber);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        List<BigInteger> significant = new ArrayList<>(release);
        while (!significant.isEmpty() && significant.get(significant.size() - 1).signum() == 0) {
            significant.remove(significant.size() - 1);
        }
        return Objects.hash(epoch, significant, preWord, preNumber, post, dev, normalisedLocal());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (epoch.signum() != 0) {
            text.append(epoch).append('!');
        }
        text.append(releaseText(release));
        if (preWord != null) {
            text.append(preWord).append(preNumber);
        }
        if (post != null) {
            text.append(".post").append(post);
        }
        if (dev != null) {
            text.append(".dev").append(dev);
        }
        if (!local.isEmpty()) {
            text.append('+').append(String.join(".", normalisedLocal()));
        }
        return text.toString();
    }

    private List<String> normalisedLocal() {
        return local.stream()
                .map(part -> isNumber(part) ? new BigInteger(part).toString() : part)
                .toList();
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String releaseText(List<BigInteger> release) {
        return release.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    }

    private static BigInteger part(List<BigInteger> release, int index) {
        return index < release.size() ? release.get(index) : BigInteger.ZERO;
    }

    private static BigInteger number(@Nullable String digits) {
        return digits == null ? BigInteger.ZERO : new BigInteger(digits);
    }

    private static @Nullable String preWord(@Nullable String spelling) {
        if (spelling == null) {
            return null;
        }
        return switch (spelling.toLowerCase(Locale.ROOT)) {
            case "a", "alpha" -> "a";
            case "b", "beta" -> "b";
            default -> "rc";
        };
    }
}
