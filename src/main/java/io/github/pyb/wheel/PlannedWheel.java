package io.github.pyb.wheel;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wheel whose every file has its place; nothing of it is written yet. */
final class PlannedWheel implements Closeable {

    private static final String DIST_INFO = ".dist-info";
    private static final String DATA = ".data";
    private static final int MAX_TEXT = 16 << 20;

    private final WantedWheel wheel;
    private final WheelZip zip;
    private final InstallPlace place;
    private final String distInfo;
    private final Path packages;
    private final WheelHeaders metadata;
    private final EntryPoints entryPoints;
    private final InstalledRecord installedRecord;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A file that is to be unpacked.
     *
     * @param member what it is in the archive
     * @param place where it goes
     * @param script whether its first line may have to name the interpreter
     */
    record Part(WheelZip.Member member, Path place, boolean script) {}

    private PlannedWheel(
            WantedWheel wheel,
            WheelZip zip,
            InstallPlace place,
            String distInfo,
            Path packages,
            WheelHeaders metadata,
            EntryPoints entryPoints,
            InstalledRecord installedRecord) {
        this.wheel = wheel;
        this.zip = zip;
        this.place = place;
        this.distInfo = distInfo;
        this.packages = packages;
        this.metadata = metadata;
        this.entryPoints = entryPoints;
        this.installedRecord = installedRecord;
    }

    /** Plans the installation of a wheel, which stays open. */
    static PlannedWheel of(WantedWheel wheel, InstallPlace place, InterpreterTags tags) throws IOException, Uncertain {
        WheelZip zip = WheelZip.open(wheel.path(), wheel.hashes(), wheel.verified());
        boolean accepted = false;
        try {
            PlannedWheel planned = plan(wheel, zip, place, tags);
            accepted = true;
            return planned;
        } finally {
            if (!accepted) {
                zip.close();
            }
        }
    }

    private static PlannedWheel plan(WantedWheel wheel, WheelZip zip, InstallPlace place, InterpreterTags tags)
            throws IOException, Uncertain {
        String distInfo = distInfo(zip);
        WheelHeaders metadata = metadata(zip, distInfo);
        checkMetadata(wheel, distInfo, metadata, tags);
        WheelHeaders about = new WheelHeaders("WHEEL", required(zip, distInfo + "/WHEEL"));
        if (!about.one("Wheel-Version").equals("1.0")) {
            throw new Uncertain("its format is " + about.one("Wheel-Version"));
        }
        boolean suits = false;
        for (String tag : about.all("Tag")) {
            suits |= tags.suit(tag);
        }
        if (!suits) {
            throw new Uncertain("it is not certain that it suits the interpreter: " + about.all("Tag"));
        }
        String pure = about.one("Root-Is-Purelib");
        if (!pure.equalsIgnoreCase("true") && !pure.equalsIgnoreCase("false")) {
            throw new Uncertain("it does not say clearly whether it is pure");
        }
        Optional<WheelZip.Member> entries = find(zip, distInfo + "/entry_points.txt");
        PlannedWheel planned = new PlannedWheel(
                wheel,
                zip,
                place,
                distInfo,
                pure.equalsIgnoreCase("true") ? place.purelib() : place.platlib(),
                metadata,
                entries.isPresent() ? EntryPoints.parse(zip.read(entries.get(), MAX_TEXT)) : EntryPoints.none(),
                InstalledRecord.parse(required(zip, distInfo + "/RECORD")));
        for (WheelZip.Member member : zip.members()) {
            planned.add(member);
        }
        return planned;
    }

    static WheelHeaders metadata(WheelZip zip, String distInfo) throws IOException, Uncertain {
        return new WheelHeaders("METADATA", required(zip, distInfo + "/METADATA"));
    }

    static String distInfo(WheelZip zip) throws Uncertain {
        String found = "";
        for (WheelZip.Member member : zip.members()) {
            int slash = member.name().indexOf('/');
            String top = slash < 0 ? "" : member.name().substring(0, slash);
            if (top.endsWith(DIST_INFO) && !top.equals(found)) {
                if (!found.isEmpty()) {
                    throw new Uncertain("it has more than one directory with metadata");
                }
                found = top;
            }
        }
        return found;
    }

    /** Whether it is what was asked for. */
    private static void checkMetadata(WantedWheel wheel, String distInfo, WheelHeaders metadata, InterpreterTags tags)
            throws Uncertain {
        String[] stem =
                distInfo.substring(0, distInfo.length() - DIST_INFO.length()).split("-", -1);
        boolean same = stem.length == 2
                && ProjectName.of(stem[0]).equals(wheel.name())
                && ProjectName.of(metadata.one("Name")).equals(wheel.name())
                && isVersion(stem[1].replace('_', '-'), wheel.version())
                && isVersion(metadata.one("Version"), wheel.version());
        if (!same) {
            throw new Uncertain("it is not what it should be: " + distInfo);
        }
        Optional<String> python = metadata.find("Requires-Python");
        if (python.isPresent()) {
            Optional<Specifiers> wanted = Specifiers.parse(python.get());
            if (wanted.isEmpty() || !wanted.get().contains(tags.version())) {
                throw new Uncertain("it requires Python " + python.get());
            }
        }
    }

    private static boolean isVersion(String text, String wanted) {
        Optional<Version> version = Version.parse(text);
        return version.isPresent() && version.equals(Version.parse(wanted));
    }

    private static Optional<WheelZip.Member> find(WheelZip zip, String name) {
        for (WheelZip.Member member : zip.members()) {
            if (member.name().equals(name)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private static byte[] required(WheelZip zip, String name) throws IOException, Uncertain {
        Optional<WheelZip.Member> member = find(zip, name);
        if (member.isEmpty()) {
            throw new Uncertain("it has no file " + name);
        }
        return zip.read(member.get(), MAX_TEXT);
    }

    private void add(WheelZip.Member member) throws Uncertain {
        String name = member.name();
        int slash = name.indexOf('/');
        String top = slash < 0 ? name : name.substring(0, slash);
        if (top.equals(distInfo)) {
            String file = name.substring(slash + 1);
            if (file.equals("INSTALLER") || file.equals("REQUESTED") || file.equals("direct_url.json")) {
                throw new Uncertain("it has a file that only an installer should write: " + name);
            }
            installedRecord.moved(name, name);
            if (!file.equals("RECORD")) {
                parts.add(new Part(member, packages.resolve(name), false));
            }
        } else if (top.endsWith(DATA)) {
            addData(member, name, slash);
        } else {
            installedRecord.moved(name, name);
            parts.add(new Part(member, packages.resolve(name), false));
        }
    }

    private void addData(WheelZip.Member member, String name, int slash) throws Uncertain {
        int second = slash < 0 ? -1 : name.indexOf('/', slash + 1);
        if (second < 0) {
            throw new Uncertain("it has an unusual file: " + name);
        }
        String scheme = name.substring(slash + 1, second);
        String rest = name.substring(second + 1);
        boolean script = scheme.equals("scripts");
        if (script && entryPoints.replace(rest.substring(rest.lastIndexOf('/') + 1))) {
            throw new Uncertain("it has a script and an entry point of the same name: " + name);
        }
        Path target = base(scheme, name).resolve(rest);
        parts.add(new Part(member, target, script));
        installedRecord.moved(name, recorded(target));
    }

    private Path base(String scheme, String name) throws Uncertain {
        return switch (scheme) {
            case "purelib" -> place.purelib();
            case "platlib" -> place.platlib();
            case "scripts" -> place.scripts();
            case "headers" -> place.include().resolve(wheel.name().toString());
            case "data" -> place.root();
            default -> throw new Uncertain("it has a file of an unknown sort: " + name);
        };
    }

    /** How RECORD names a file: relative to where the packages are. */
    String recorded(Path file) {
        return packages.relativize(file).toString();
    }

    Path metadataDirectory() {
        return packages.resolve(distInfo);
    }

    WantedWheel wheel() {
        return wheel;
    }

    WheelZip zip() {
        return zip;
    }

    WheelHeaders metadata() {
        return metadata;
    }

    EntryPoints entryPoints() {
        return entryPoints;
    }

    InstalledRecord installedRecord() {
        return installedRecord;
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
