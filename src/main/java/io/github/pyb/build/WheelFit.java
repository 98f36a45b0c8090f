package io.github.pyb.build;

import io.github.pyb.dist.WheelName;
import io.github.pyb.python.Interpreter;
import java.util.List;

/**
 * Whether a wheel that somebody else has built is one for an interpreter of this machine, by its tags. Enough to tell the
 * wheels of one project apart; the installer, which knows the machine better, has the last word.
 */
final class WheelFit {

    private WheelFit() {}

    static boolean fits(WheelName wheel, Interpreter interpreter) {
        List<String> sets = List.of(wheel.tags().split("-", -1));
        boolean own = List.of(sets.get(0).split("\\.", -1)).contains(interpreter.tag());
        boolean platform = List.of(sets.get(2).split("\\.", -1)).stream()
                .anyMatch(tag -> tag.equals("any") || isOf(interpreter, tag));
        return platform && (own || new ServedInterpreters(wheel, interpreter).include(interpreter));
    }

    /** {@code manylinux_2_17_x86_64} is for {@code linux-x86_64}, {@code macosx_11_0_arm64} for {@code macosx-14-arm64}. */
    private static boolean isOf(Interpreter interpreter, String tag) {
        List<String> parts = List.of(interpreter.platform().split("-", -1));
        String system = parts.get(0);
        String processor = parts.get(parts.size() - 1);
        boolean glibc = interpreter.abi().cLibrary().isPresent();
        boolean otherLibrary = tag.startsWith(glibc ? "musllinux" : "manylinux");
        return tag.contains(system) && tag.endsWith(processor) && !otherLibrary;
    }
}
