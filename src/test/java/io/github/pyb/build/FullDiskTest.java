package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.problem.Problem;
import io.github.pyb.testing.MavenRun;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds on disks that are full at one moment or another. The disk is a file system in memory, which grows and shrinks as
 * it is told; where this user may not have one, there is a limit to the size of files at least.
 */
@Tag("faults")
@EnabledOnOs(value = OS.LINUX, disabledReason = "file systems of any size are to be had only there")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FullDiskTest {

    /** Kibibytes; more than a build ever needs. */
    private static final int ENOUGH = 16_384;

    private static final int STEPS = WitnessModule.THOROUGH ? 30 : 3;

    @TempDir
    Path directory;

    private Path disk;
    private Path said;

    @Test
    @DisplayName(
            "when the disk of the store is full, whatever was to be written, the build succeeds, and says why once")
    void store() throws Exception {
        assertThat(onSmallDisk("store")).last().isEqualTo("DONE");
    }

    @Test
    @DisplayName(
            "when the disk of the module is full, the build fails with a reason, publishes nothing half, and the next one"
                    + " recovers")
    void module() throws Exception {
        assertThat(onSmallDisk("module")).last().isEqualTo("DONE");
    }

    @Test
    @DisplayName("a pack that becomes larger than a file may be is not stored, which is told once")
    void fileSize() throws Exception {
        Path wheels = directory.resolve("wheels");
        WitnessModule.writeWheels(wheels, 100_000);
        said = directory.resolve("said.txt");

        List<String> lines = run(
                List.of("sh", "-c", "ulimit -f 360 && exec \"$0\" \"$@\""),
                "limited",
                wheels,
                directory.resolve("store"));

        assertThat(lines).last().isEqualTo("DONE");
    }

    private List<String> onSmallDisk(String what) throws Exception {
        Assumptions.assumeTrue(canMount(), "SKIPPED: this user cannot mount a file system (unshare -rm)");
        Path wheels = directory.resolve("wheels");
        WitnessModule.writeWheels(wheels, 100_000);
        disk = Files.createDirectories(directory.resolve("disk"));
        said = directory.resolve("said.txt");
        return run(
                List.of(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=" + ENOUGH + "k tmpfs '" + disk + "' && exec \"$0\" \"$@\""),
                what,
                wheels,
                disk);
    }

    private List<String> run(List<String> before, String what, Path wheels, Path place) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpyb.test.faults=" + WitnessModule.THOROUGH,
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskTest.class.getName(),
                what,
                wheels.toString(),
                place.toString(),
                directory.toString()));
        Process process = new ProcessBuilder(command)
                .directory(
                        MavenRun.targetDirectory().toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
        return Files.readAllLines(said);
    }

    private static boolean canMount() throws InterruptedException {
        try {
            Process probe = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                    .redirectErrorStream(true)
                    .start();
            probe.getInputStream().readAllBytes();
            boolean can = probe.waitFor() == 0;
            if (!can) {
                System.err.println("Tests are SKIPPED: this user cannot mount a file system (unshare -rm)");
            }
            return can;
        } catch (IOException e) {
            return false;
        }
    }

    /** Builds again and again, with the file system mounted that only this process and its children see. */
    public static void main(String[] arguments) throws Exception {
        Path wheels = Path.of(arguments[1]);
        Path place = Path.of(arguments[2]);
        Path elsewhere = Path.of(arguments[3]);
        switch (arguments[0]) {
            case "store" -> fillStores(wheels, place, elsewhere.resolve("module"));
            case "module" -> fillModules(wheels, place, elsewhere.resolve("store"));
            default -> limit(wheels, place, elsewhere.resolve("module"));
        }
        System.out.println("DONE");
    }

    private static void limit(Path wheels, Path store, Path module) throws Exception {
        Builds build = WitnessModule.at(module, wheels, store);
        WitnessModule.wheel(build.wheel());
        assertToldOnce(build, "file too large");
    }

    private static void fillStores(Path wheels, Path disk, Path module) throws Exception {
        Builds build = WitnessModule.at(module, wheels, disk.resolve("store"));
        build.wheel();
        int needed = used(disk);
        byte[] right = WitnessModule.wheel(build.wheel());
        for (int i = 0; i < STEPS; i++) {
            resize(disk, ENOUGH);
            TreeRemoval.remove(disk.resolve("store"));
            int size = Math.max(4, needed * i / STEPS);
            resize(disk, size);
            System.out.println("store with " + size + " of " + needed + " KiB");

            byte[] wheel = WitnessModule.wheel(build.wheel());
            assertThat(wheel).isEqualTo(right);
            assertToldOnce(build, "no space left");

            resize(disk, ENOUGH);
            assertThat(WitnessModule.wheel(build.wheel())).isEqualTo(right);
            assertThat(build.log.lines("WARN")).isEmpty();
            assertThat(WitnessModule.steps(build.wheel())).containsExactly(WitnessModule.WARM);
        }
    }

    private static void fillModules(Path wheels, Path disk, Path store) throws Exception {
        Builds build = WitnessModule.at(disk.resolve("module"), wheels, store);
        build.variables.put("WITNESS_SIZE", "200000");
        int empty = used(disk);
        build.wheel();
        byte[] right = WitnessModule.wheel(build.wheel());
        int failures = 0;
        for (int i = 0; i < STEPS; i++) {
            boolean cold = i % 2 == 0;
            TreeRemoval.remove(build.module.resolve("target"));
            if (cold) {
                TreeRemoval.remove(store);
            }
            int size = empty + 8 + 1500 * i / STEPS;
            resize(disk, size);
            System.out.println("module with " + size + " KiB" + (cold ? ", cold" : ""));
            try {
                assertThat(WitnessModule.wheel(build.wheel())).isEqualTo(right);
            } catch (Problem e) {
                failures++;
                System.out.println(e.explanation().text());
                String all = e.explanation().text() + build.log.lines("ERROR");
                assertThat(all).containsIgnoringCase("no space left");
                assertThat(WitnessModule.published(build)).isEmpty();
            }
            resize(disk, ENOUGH);
            assertThat(WitnessModule.wheel(build.wheel())).isEqualTo(right);
            WitnessModule.assertUndisturbed(build);
        }
        assertThat(failures).isPositive();
    }

    private static void assertToldOnce(Builds build, String why) {
        List<String> warnings = build.log.lines("WARN");
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("Environments are not stored: ")
                .containsIgnoringCase(why);
    }

    private static void resize(Path disk, int kibibytes) throws Exception {
        Process mount = new ProcessBuilder("mount", "-o", "remount,size=" + kibibytes + "k", disk.toString())
                .inheritIO()
                .start();
        assertThat(mount.waitFor()).as("remount to %d", kibibytes).isZero();
    }

    private static int used(Path disk) throws IOException {
        FileStore files = Files.getFileStore(disk);
        return (int) ((files.getTotalSpace() - files.getUnallocatedSpace()) / 1024);
    }
}
