package io.github.pyb.dist;

import io.github.pyb.fs.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A file with a tar archive that is compressed by gzip.
 *
 * @param path the file
 */
record TarGzFile(Path path) {

    /** Sees each member, and may read its content. */
    @FunctionalInterface
    interface Visitor {
        void visit(ArchiveEntry entry, InputStream content) throws IOException;
    }

    /**
     * Reads all members, to the very end of the file.
     *
     * @return a digest of the bytes that the file had
     */
    byte[] read(ArchiveBudget budget, Visitor visitor) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        try (InputStream file = new DigestInputStream(Files.newInputStream(path), digest);
                InputStream archive = budget.counting(new GzipInput(file))) {
            TarReader reader = new TarReader(archive, budget);
            for (Optional<ArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("reading " + path);
                }
                visitor.visit(entry.get(), reader.content());
            }
        }
        return digest.digest();
    }
}
