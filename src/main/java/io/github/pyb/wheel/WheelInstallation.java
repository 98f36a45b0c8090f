package io.github.pyb.wheel;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Installs wheels as {@code pip install --no-deps --no-compile} does, with the same files, contents and permissions as a result. Each is
 * unpacked as it comes, while the next one may be on its way; but in the end either all are there, or nothing of them.
 */
public final class WheelInstallation implements Closeable {

    private static final byte[] PLACEHOLDER = "#!python".getBytes(StandardCharsets.US_ASCII);

    private final InstallPlace place;
    private final InterpreterTags tags;
    private final PipStyle style;
    private final List<PlannedWheel> wheels = new ArrayList<>();

    /** Where something will be. */
    private final Set<Path> taken = new HashSet<>();

    private final Set<Path> directories = new HashSet<>();

    /** What was made, in this order. */
    private final Deque<Path> made = new ArrayDeque<>();

    /** What every new file gets, as the system has it. */
    private Set<PosixFilePermission> usual = Set.of();

    private boolean complete;

    public WheelInstallation(InstallPlace place, InterpreterTags tags, PipStyle style) {
        this.place = place;
        this.tags = tags;
        this.style = style;
    }

    /**
     * Installs one more wheel: verifies its hash, then looks at what is in it, and then unpacks it.
     *
     * @return what its core metadata says
     * @throws Uncertain if pip should have it, something was there already, or a file is damaged
     */
    public WheelHeaders add(WantedWheel wheel) throws IOException, Uncertain {
        try {
            PlannedWheel planned = PlannedWheel.of(wheel, place, tags);
            wheels.add(planned);
            for (PlannedWheel.Part part : planned.parts()) {
                take(part.place());
            }
            for (EntryPoints.Entry entry : planned.entryPoints().all()) {
                take(place.scripts().resolve(entry.name()));
            }
            install(planned);
            return planned.metadata();
        } catch (FileAlreadyExistsException e) {
            throw new Uncertain("there is something already: " + e.getFile(), e);
        } catch (Uncertain e) {
            throw new Uncertain(wheel.name() + " " + wheel.version() + ": " + e.why(), e);
        }
    }

    private void take(Path file) throws Uncertain {
        if (!taken.add(file)) {
            throw new Uncertain("another file is to be there already: " + file);
        }
    }

    /** Says that this is all, and may stay. */
    public void complete() {
        complete = true;
    }

    private void install(PlannedWheel wheel) throws IOException, Uncertain {
        for (PlannedWheel.Part part : wheel.parts()) {
            unpack(wheel, part);
        }
        for (EntryPoints.Entry entry : wheel.entryPoints().all()) {
            Path script = place.scripts().resolve(entry.name());
            make(wheel, script, style.script(place.python(), entry));
            allow(script, true);
        }
        Path metadata = wheel.metadataDirectory();
        make(wheel, metadata.resolve("INSTALLER"), "pip\n".getBytes(StandardCharsets.US_ASCII));
        if (wheel.wheel().requested()) {
            make(wheel, metadata.resolve("REQUESTED"), new byte[0]);
        }
        Optional<String> address = wheel.wheel().address();
        if (address.isPresent()) {
            byte[] origin = style.origin(address.get(), wheel.zip().hash());
            make(wheel, metadata.resolve("direct_url.json"), origin);
        }
        write(metadata.resolve("RECORD"), wheel.installedRecord().content());
    }

    private void unpack(PlannedWheel wheel, PlannedWheel.Part part) throws IOException, Uncertain {
        if (part.script()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            wheel.zip().copy(part.member(), content);
            write(part.place(), started(wheel, part, content.toByteArray()));
        } else {
            prepare(part.place());
            try (OutputStream to = Files.newOutputStream(part.place(), StandardOpenOption.CREATE_NEW)) {
                made.push(part.place());
                wheel.zip().copy(part.member(), to);
            }
        }
        if (part.member().executable()) {
            allow(part.place(), false);
        }
    }

    /** A script with this interpreter in its first line, if it leaves that open. */
    private byte[] started(PlannedWheel wheel, PlannedWheel.Part part, byte[] content) {
        for (int i = 0; i < PLACEHOLDER.length; i++) {
            if (i >= content.length || content[i] != PLACEHOLDER[i]) {
                return content;
            }
        }
        int end = PLACEHOLDER.length;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        end = Math.min(end + 1, content.length);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.writeBytes(("#!" + place.python() + "\n").getBytes(StandardCharsets.UTF_8));
        changed.write(content, end, content.length - end);
        wheel.installedRecord().changed(part.member().name(), changed.toByteArray());
        return changed.toByteArray();
    }

    private void make(PlannedWheel wheel, Path file, byte[] content) throws IOException {
        write(file, content);
        wheel.installedRecord().made(wheel.recorded(file), content);
    }

    private void write(Path file, byte[] content) throws IOException {
        prepare(file);
        Files.write(file, content, StandardOpenOption.CREATE_NEW);
        made.push(file);
    }

    private void prepare(Path file) throws IOException {
        directory(file.resolveSibling(""));
    }

    private void directory(Path path) throws IOException {
        if (!directories.add(path) || Files.isDirectory(path)) {
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            directory(parent);
        }
        Files.createDirectory(path);
        made.push(path);
    }

    /**
     * Makes a file executable for everybody, whatever else it may be.
     *
     * @param readable whether everybody may read it as well
     */
    private void allow(Path file, boolean readable) throws IOException {
        if (usual.isEmpty()) {
            usual = Files.getPosixFilePermissions(file);
        }
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_EXECUTE);
        permissions.addAll(usual);
        if (readable) {
            permissions.add(PosixFilePermission.OWNER_READ);
            permissions.add(PosixFilePermission.GROUP_READ);
            permissions.add(PosixFilePermission.OTHERS_READ);
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    private void undo() throws IOException {
        while (!made.isEmpty()) {
            Files.deleteIfExists(made.pop());
        }
    }

    /** Everything is as it was before, unless it is complete. */
    @Override
    public void close() throws IOException {
        if (!complete) {
            undo();
        }
        for (PlannedWheel wheel : wheels) {
            wheel.close();
        }
    }
}
