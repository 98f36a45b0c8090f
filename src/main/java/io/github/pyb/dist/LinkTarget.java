package io.github.pyb.dist;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a symbolic link points to: first up, then down. A target that goes down and up again is refused, because where it
 * leads depends on what it passes: after a link, or a name that is missing or differs in case only, systems disagree about
 * what "up" means. Without that, a link that does not lead out of the archive by itself does not do so through others
 * either, whatever these are.
 *
 * @param up directories to go up from the directory that the link lies in
 * @param down names on the way from there
 */
record LinkTarget(int up, List<String> down) {

    /** Takes the target of a link apart. */
    static LinkTarget parse(String link, String target, ArchiveLimits limits) throws RefusedArchive {
        if (target.isEmpty()) {
            throw RefusedArchive.damaged(link, "is a link to nothing");
        }
        if (target.length() > limits.pathLength()) {
            throw RefusedArchive.tooLarge(
                    link, "is a link with a target of more than " + limits.pathLength() + " characters");
        }
        if (MemberName.isAbsolute(target)) {
            throw RefusedArchive.hostile(link, "is a link to an absolute place: " + RefusedArchive.quoted(target));
        }
        if (target.contains("\\") || target.codePoints().anyMatch(Character::isISOControl)) {
            throw RefusedArchive.hostile(link, "is a link to an unclear place: " + RefusedArchive.quoted(target));
        }
        int up = 0;
        List<String> down = new ArrayList<>();
        for (String component : target.split("/", -1)) {
            if (component.equals("..")) {
                if (!down.isEmpty()) {
                    throw RefusedArchive.hostile(
                            link, "is a link that goes down and up again: " + RefusedArchive.quoted(target));
                }
                up++;
            } else if (!component.isEmpty() && !component.equals(".")) {
                down.add(component);
            }
        }
        MemberName.checkPortable(link, down);
        return new LinkTarget(up, List.copyOf(down));
    }

    /** The target as a link is made with. */
    String text() {
        List<String> all = new ArrayList<>(Collections.nCopies(up, ".."));
        all.addAll(down);
        return all.isEmpty() ? "." : String.join("/", all);
    }
}
