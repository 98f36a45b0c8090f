package io.github.pyb.check;

import io.github.pyb.dist.CoreMetadata;
import io.github.pyb.dist.Identity;
import io.github.pyb.dist.WheelArchive;
import io.github.pyb.dist.WheelName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds one wheel against all rules. */
final class WheelCheck {

    private static final Pattern FIELD = Pattern.compile("(?m)^(?<name>[A-Za-z-]+):[ \\t]*(?<value>.*?)\\s*$");

    private final Path file;
    private final WheelName name;
    private final Whereabouts whereabouts;
    private final Findings findings;

    /** @param name what the file name says */
    WheelCheck(Path file, WheelName name, Whereabouts whereabouts, Findings findings) {
        this.file = file;
        this.name = name;
        this.whereabouts = whereabouts;
        this.findings = findings;
    }

    /** @throws UserProblem if it cannot be read to its end */
    void check() throws UserProblem, MachineProblem {
        WheelArchive wheel = WheelArchive.open(file);
        checkMetadata(wheel);
        boolean purelib = checkWheelFile(wheel);
        TagRule tags = new TagRule(name.tags(), findings);
        WheelLayoutRule layout = new WheelLayoutRule(name.project(), wheel.distInfo(), findings);
        checkFiles(wheel, tags, layout);
        tags.checkWhole(purelib);
        layout.checkWhole();
        Optional<byte[]> entryPoints = wheel.read(wheel.distInfo() + "/entry_points.txt");
        if (entryPoints.isPresent()) {
            new EntryPointRule(layout.installed(), findings).check(entryPoints.get());
        }
    }

    private void checkMetadata(WheelArchive wheel) throws UserProblem, MachineProblem {
        CoreMetadata metadata = wheel.metadata();
        MetadataRule rule = new MetadataRule(metadata, "METADATA", findings);
        rule.check();
        agree(metadata.identity("METADATA"));
        for (String license : rule.licenseFiles()) {
            if (wheel.read(wheel.distInfo() + "/licenses/" + license).isEmpty()) {
                findings.error("METADATA names a license file that is not in the wheel", Findings.quoted(license));
            }
        }
    }

    private void agree(Identity claimed) {
        if (!name.project().equals(claimed.name())) {
            findings.error("the file name says " + name.project() + ", but METADATA says " + claimed.name());
        }
        if (!name.version().equals(claimed.version())) {
            findings.error("the file name says version " + name.version() + ", but METADATA says " + claimed.version());
        }
    }

    /** @return what {@code Root-Is-Purelib} says */
    private boolean checkWheelFile(WheelArchive wheel) throws UserProblem, MachineProblem {
        String text = new String(wheel.read(wheel.distInfo() + "/WHEEL").orElse(new byte[0]), StandardCharsets.UTF_8);
        String format = field(text, "Wheel-Version").orElse("none");
        if (!format.matches("1\\.[0-9]+")) {
            findings.error("WHEEL has a Wheel-Version that installers refuse: " + Findings.quoted(format));
        }
        Optional<String> purelib = field(text, "Root-Is-Purelib");
        if (purelib.isEmpty() || !purelib.get().matches("(?i)true|false")) {
            findings.error("WHEEL does not say whether Root-Is-Purelib is true or false");
        }
        try {
            WheelName own = wheel.name();
            Set<String> said = TagRule.expanded(own.tags());
            if (!said.equals(TagRule.expanded(name.tags()))) {
                findings.error("the file name has the tags " + name.tags() + ", but WHEEL has " + own.tags());
            }
            if (!own.build().equals(name.build())) {
                findings.error(
                        "the file name has the build number " + name.build().orElse("none") + ", but WHEEL has "
                                + own.build().orElse("none"));
            }
        } catch (UserProblem e) {
            findings.error(e.explanation().what());
        }
        return purelib.isEmpty() || purelib.get().equalsIgnoreCase("true");
    }

    private void checkFiles(WheelArchive wheel, TagRule tags, WheelLayoutRule layout)
            throws UserProblem, MachineProblem {
        Optional<byte[]> content = wheel.read(wheel.distInfo() + "/RECORD");
        if (content.isEmpty()) {
            findings.error("it has no RECORD, without which nobody can uninstall it");
        }
        RecordFile lines = RecordFile.read(content.orElse(new byte[0]), findings);
        RecordRule record = new RecordRule(wheel.distInfo(), lines, findings);
        wheel.forEachFile((member, stream) -> {
            String path = member.path();
            FileScan scan = FileScan.of(stream, record.algorithm(path), whereabouts);
            if (content.isPresent()) {
                record.check(path, scan);
            }
            tags.check(path, scan.code());
            layout.check(path);
            scan.trace().ifPresent(place -> findings.warning("the path of " + place + " stands in it", path));
        });
        record.checkMissing();
    }

    private static Optional<String> field(String text, String wanted) {
        Matcher field = FIELD.matcher(text);
        return field.results()
                .filter(found -> found.group(1).equalsIgnoreCase(wanted))
                .map(found -> found.group(2))
                .findFirst();
    }
}
