package io.github.pyb.parity;

import io.github.pyb.testing.Pythons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The frontend that we compare ourselves with: PyPA build, of a fixed release. */
final class PypaBuild implements Frontend {

    static final String RELEASE = "build==1.6.1";

    private final Path python;

    private PypaBuild(Path python) {
        this.python = python;
    }

    /** Installs it for the interpreter that this plugin uses as well, unless it is there from an earlier run. */
    static PypaBuild install(Path directory) throws IOException, InterruptedException {
        Path environment = directory.resolve("pypa-build");
        Path python = environment.resolve(windows() ? "Scripts/python.exe" : "bin/python");
        Path base = Pythons.any().executable();
        Path done = environment.resolve(RELEASE);
        String state = base.toString();
        if (!Files.exists(done) || !Files.readString(done).equals(state)) {
            run(List.of(base.toString(), "-m", "venv", "--clear", environment.toString()), directory);
            run(List.of(python.toString(), "-m", "pip", "install", RELEASE), directory);
            Files.writeString(done, state);
        }
        return new PypaBuild(python);
    }

    @Override
    public Build fromSdist(Path sdist, Path place) throws IOException, InterruptedException {
        return build(place, sdist.toString());
    }

    @Override
    public Build inDirectory(Path source, Path environment, Path place) throws IOException, InterruptedException {
        return build(place, "--env-dir", environment.toString(), source.toString());
    }

    private Build build(Path place, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "build", "--wheel", "--outdir"));
        command.add(place.resolve("dist").toString());
        command.addAll(List.of(words));
        return Build.run(command, place);
    }

    private static void run(List<String> command, Path directory) throws IOException, InterruptedException {
        Build step = Build.run(command, directory);
        if (!step.succeeded()) {
            throw new AssertionError("cannot install " + RELEASE
                    + " from the package index that pip uses; the comparison" + " needs an index\n" + step.text());
        }
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
