package io.github.pyb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.testing.Certificate;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.WheelFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a server with a certificate that only a file of the user makes trustworthy. */
class TrustedBundleTest {

    @TempDir
    Path directory;

    private Certificate certificate;
    private Path wheel;

    @BeforeEach
    void make() throws Exception {
        certificate = Certificate.in(Files.createDirectory(directory.resolve("server")));
        wheel = new WheelFile("tool", "1.0").writeInto(directory.resolve("wheels"));
    }

    private Path fetch(Optional<Path> authorities) throws Exception {
        Path to = directory.resolve("fetched");
        try (IndexServer server = IndexServer.of(directory.resolve("wheels"), certificate.context());
                Download download = Download.open(Indexes.UNDECLARED, authorities)) {
            URI address = server.files().resolve(wheel.getFileName().toString());
            download.fetch(ProjectName.of("tool"), wheel.getFileName().toString(), Optional.of(address.toString()), to);
        }
        return to;
    }

    @Test
    @DisplayName("whoever is named in the file is trusted, beside others")
    void trusted() throws Exception {
        Certificate other = Certificate.in(Files.createDirectory(directory.resolve("other")));
        Path both = directory.resolve("both.pem");
        Files.writeString(
                both, "# authorities\n" + Files.readString(other.text()) + "\n" + Files.readString(certificate.text()));

        assertThat(fetch(Optional.of(both))).hasSameBinaryContentAs(wheel);
    }

    @Test
    @DisplayName("nobody is trusted who only has the name of somebody in the file")
    void untrusted() throws Exception {
        Certificate other = Certificate.in(Files.createDirectory(directory.resolve("other")));

        assertThatThrownBy(() -> fetch(Optional.of(other.text()))).hasMessageContaining("no trusted connection");
        assertThatThrownBy(() -> fetch(Optional.empty())).hasMessageContaining("no trusted connection");
    }

    @Test
    @DisplayName("a file without certificates is no file of certificates")
    void empty() throws Exception {
        Path file = Files.writeString(directory.resolve("empty.pem"), "nothing");

        assertThatThrownBy(() -> fetch(Optional.of(file))).hasMessageContaining("has no certificates");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n****\n-----END CERTIFICATE");
        assertThatThrownBy(() -> fetch(Optional.of(file))).hasMessageContaining("breaks off");
    }
}
