package io.github.pyb.env;

import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The installation of an interpreter on macOS, as far as it takes part in what {@code venv} makes. */
final class MacInstallation {

    private MacInstallation() {}

    /** Whether environments of it can be told in advance. */
    static void check(Interpreter interpreter, Path root, Set<VenvTrait> traits) throws VenvNeeded, IOException {
        Interpreter.Layout layout = interpreter.layout();
        if (!interpreter.implementation().equals("cpython")) {
            throw new VenvNeeded("environments of " + interpreter.implementation() + " on macOS were not compared");
        }
        for (Path place : new Path[] {interpreter.executable(), layout.baseExecutable(), layout.basePrefix()}) {
            checkFramework(place);
            checkText(place);
        }
        checkText(root);
        if (traits.contains(VenvTrait.ORIGIN)) {
            checkDirectory(interpreter.executable());
        }
    }

    /** There the interpreter is a program that starts another one, and passes on by a variable what it is called. */
    private static void checkFramework(Path place) throws VenvNeeded {
        for (Path name : place) {
            if (name.toString().endsWith(".framework")) {
                throw new VenvNeeded("the interpreter is one of a framework: " + place);
            }
        }
    }

    /** File systems and Java write accented letters in one way or the other. */
    private static void checkText(Path place) throws VenvNeeded {
        String text = place.toString();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                throw new VenvNeeded("there are names that are not ASCII: " + place);
            }
        }
    }

    /** Java finds the case that a file system has kept, Python that in which it was asked. */
    private static void checkDirectory(Path executable) throws VenvNeeded, IOException {
        Path directory = executable.getParent();
        if (directory == null || !directory.toRealPath().toString().equals(directory.toString())) {
            throw new VenvNeeded("the directory of the interpreter has another name as well: " + directory);
        }
    }
}
