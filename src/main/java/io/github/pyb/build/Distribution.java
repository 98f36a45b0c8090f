package io.github.pyb.build;

import io.github.pyb.dist.Identity;
import io.github.pyb.dist.SdistName;
import io.github.pyb.dist.WheelName;
import java.nio.file.Path;

/** What a build has made. */
public sealed interface Distribution {

    /** The file; from the end of the build on in the output directory. */
    Path file();

    /** What reports call this kind of file. */
    String kind();

    /** What its name claims. */
    Identity identity();

    /** The same file in another place. */
    Distribution at(Path place);

    /**
     * A source distribution.
     *
     * @param file the file
     * @param name what its name says
     */
    record Sdist(Path file, SdistName name) implements Distribution {
        @Override
        public String kind() {
            return "sdist";
        }

        @Override
        public Identity identity() {
            return new Identity("file name", name.project(), name.version());
        }

        @Override
        public Sdist at(Path place) {
            return new Sdist(place, name);
        }
    }

    /**
     * A wheel.
     *
     * @param file the file
     * @param name what its name says
     */
    record Wheel(Path file, WheelName name) implements Distribution {
        @Override
        public String kind() {
            return "wheel";
        }

        @Override
        public Identity identity() {
            return new Identity("file name", name.project(), name.version());
        }

        @Override
        public Wheel at(Path place) {
            return new Wheel(place, name);
        }
    }
}
