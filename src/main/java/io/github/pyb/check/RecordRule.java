package io.github.pyb.check;

import java.util.HashSet;
import java.util.Set;

/** {@code RECORD} has to list every file with its right hash, and no other: installers and auditors go by it. */
final class RecordRule {

    private final String distInfo;
    private final RecordFile record;
    private final Findings findings;
    private final Set<String> seen = new HashSet<>();

    RecordRule(String distInfo, RecordFile record, Findings findings) {
        this.distInfo = distInfo;
        this.record = record;
        this.findings = findings;
    }

    /** The algorithm by which a file has to be hashed, as Java calls it. */
    String algorithm(String path) {
        RecordFile.Line line = record.lines().get(path);
        return line == null ? "SHA-256" : line.javaAlgorithm().orElse("SHA-256");
    }

    /** Compares a file with its line. */
    void check(String path, FileScan scan) {
        seen.add(path);
        RecordFile.Line line = record.lines().get(path);
        if (isUnhashed(path)) {
            return;
        }
        if (line == null) {
            findings.error("RECORD does not list", path);
        } else if (line.algorithm().isEmpty()) {
            findings.error("RECORD has no hash of", path);
        } else if (line.javaAlgorithm().isEmpty()) {
            findings.error(
                    "RECORD has a hash that is not sha256 or better (" + Findings.quoted(line.algorithm()) + ") of",
                    path);
        } else if (!line.hash().equals(scan.hash())) {
            findings.error("RECORD has another hash than the file", path);
        } else if (line.size().isPresent() && line.size().getAsLong() != scan.size()) {
            findings.error("RECORD has another size than the file", path);
        }
    }

    /** To be called when all files have been compared. */
    void checkMissing() {
        for (String path : record.lines().keySet()) {
            if (!seen.contains(path) && !path.endsWith("/")) {
                findings.error("RECORD lists what is not in the wheel", Findings.quoted(path));
            }
        }
    }

    /** It cannot have its own hash, and signatures are made of it. */
    private boolean isUnhashed(String path) {
        String own = distInfo + "/RECORD";
        return path.equals(own) || path.equals(own + ".jws") || path.equals(own + ".p7s");
    }
}
