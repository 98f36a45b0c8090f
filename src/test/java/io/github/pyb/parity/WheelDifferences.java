package io.github.pyb.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pyb.parity.Wheel.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the wheel of one frontend differs from that of another, in words.
 *
 * @param contents names of members that both have, with different bytes; not RECORD, if nothing but the hashes of these
 *     makes it different
 * @param others everything else that differs, a phrase each
 */
record WheelDifferences(Set<String> contents, List<String> others) {

    static WheelDifferences between(Wheel peer, Wheel ours) {
        List<String> others = new ArrayList<>();
        if (!peer.fileName().equals(ours.fileName())) {
            others.add("the name: " + peer.fileName() + " became " + ours.fileName());
        }
        Set<String> common = new TreeSet<>(peer.members().keySet());
        common.retainAll(ours.members().keySet());
        addAll(others, "missing: ", without(peer.members().keySet(), common));
        addAll(others, "additional: ", without(ours.members().keySet(), common));
        if (others.isEmpty()
                && !List.copyOf(peer.members().keySet())
                        .equals(List.copyOf(ours.members().keySet()))) {
            others.add("the order of the members");
        }
        Set<String> contents = new TreeSet<>();
        for (String name : common) {
            Member theirs = peer.members().get(name);
            Member own = ours.members().get(name);
            if (!theirs.content().equals(own.content())) {
                contents.add(name);
            }
            addIfDifferent(others, "mode of " + name, mode(theirs), mode(own));
            addIfDifferent(others, "time of " + name, hex(theirs.time()), hex(own.time()));
            addIfDifferent(others, "compression of " + name, hex(theirs.method()), hex(own.method()));
        }
        common.stream()
                .filter(name -> isRecord(name)
                        && onlyHashesDiffer(
                                peer.members().get(name), ours.members().get(name), contents))
                .forEach(contents::remove);
        if (contents.isEmpty() && others.isEmpty() && !peer.archive().equals(ours.archive())) {
            others.add("bytes of the archive that belong to no member");
        }
        return new WheelDifferences(contents, others);
    }

    boolean none() {
        return contents.isEmpty() && others.isEmpty();
    }

    String words() {
        List<String> words = new ArrayList<>(others);
        contents.forEach(name -> words.add("content of " + name));
        return words.stream().limit(8).collect(Collectors.joining("; "))
                + (words.size() > 8 ? "; and " + (words.size() - 8) + " more" : "");
    }

    private static boolean isRecord(String name) {
        return name.endsWith(".dist-info/RECORD");
    }

    /** Whether the lines of two RECORDs that are not equal all belong to members that differ, in the same order. */
    private static boolean onlyHashesDiffer(Member peer, Member ours, Set<String> different) {
        List<String> theirs = lines(peer);
        List<String> own = lines(ours);
        if (theirs.size() != own.size()) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            String path = own.get(i).replaceFirst(",[^,]*,[^,]*$", "");
            boolean samePath = theirs.get(i).startsWith(path + ",");
            if (!theirs.get(i).equals(own.get(i)) && !(samePath && different.contains(path) && !isRecord(path))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> lines(Member member) {
        return UTF_8.decode(member.content().duplicate()).toString().lines().toList();
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private static void addAll(List<String> list, String prefix, Set<String> names) {
        names.forEach(name -> list.add(prefix + name));
    }

    private static void addIfDifferent(List<String> list, String what, String theirs, String own) {
        if (!theirs.equals(own)) {
            list.add(what + ": " + theirs + " became " + own);
        }
    }

    /** Kind and permissions as Unix writes them, in octal; the rest belongs to MS-DOS. */
    private static String mode(Member member) {
        return Integer.toOctalString(member.attributes() >>> 16) + "/" + hex(member.attributes() & 0xffff);
    }

    private static String hex(int value) {
        return Integer.toHexString(value);
    }
}
