package io.github.pyb.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.WheelFile;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelDifferencesTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("equal wheels do not differ")
    void same() throws Exception {
        Path wheel = new WheelFile("a", "1").with("a.py", "x = 1").writeInto(directory);

        WheelDifferences differences = WheelDifferences.between(Wheel.read(wheel), Wheel.read(wheel));

        assertThat(differences.none()).isTrue();
        assertThat(differences.words()).isEmpty();
    }

    @Test
    @DisplayName("a member with other bytes is named; RECORD is not, if only the hash of that member has changed in it")
    void content() throws Exception {
        WheelDifferences differences = between(
                new WheelFile("a", "1").with("a.py", "x = 1").with("b.py", "x = 1"),
                new WheelFile("a", "1").with("a.py", "x = 1").with("b.py", "x = 2"));

        assertThat(differences.contents()).containsExactly("b.py");
        assertThat(differences.words()).isEqualTo("content of b.py");
        assertThat(differences.none()).isFalse();
    }

    @Test
    @DisplayName("other metadata are a difference")
    void metadata() throws Exception {
        WheelDifferences differences = between(new WheelFile("a", "1"), new WheelFile("a", "1").requiring("something"));

        assertThat(differences.words()).isEqualTo("content of a-1.dist-info/METADATA");
    }

    @Test
    @DisplayName("other tags, missing and additional members are named")
    void members() throws Exception {
        WheelDifferences differences =
                between(new WheelFile("a", "1").with("a.py", ""), new WheelFile("a", "2").with("b.py", ""));

        assertThat(differences.others())
                .contains(
                        "the name: a-1-py3-none-any.whl became a-2-py3-none-any.whl",
                        "missing: a.py",
                        "additional: b.py",
                        "additional: a-2.dist-info/METADATA");
    }

    @Test
    @DisplayName("the order of the members is compared")
    void order() throws Exception {
        WheelDifferences differences = between(
                new WheelFile("a", "1").with("a.py", "").with("b.py", ""),
                new WheelFile("a", "1").with("b.py", "").with("a.py", ""));

        assertThat(differences.others()).containsExactly("the order of the members");
        assertThat(differences.contents())
                .as("the lines of RECORD have another order, not only other hashes")
                .containsExactly("a-1.dist-info/RECORD");
    }

    @Test
    @DisplayName("modes and time stamps in the archive are compared")
    void attributes() throws Exception {
        Wheel peer = archive("peer.whl", 0100644, 0x5c210000, "");
        Wheel ours = archive("ours.whl", 0100755, 0x5c220000, "");

        WheelDifferences differences =
                WheelDifferences.between(peer, new Wheel(peer.fileName(), ours.archive(), ours.members()));

        assertThat(differences.others())
                .containsExactly("mode of a.py: 100644/0 became 100755/0", "time of a.py: 5c210000 became 5c220000");
    }

    @Test
    @DisplayName("bytes of the archive that belong to no member are compared")
    void rest() throws Exception {
        Wheel peer = archive("peer.whl", 0100644, 0x5c210000, "");
        Wheel ours = archive("ours.whl", 0100644, 0x5c210000, "a remark");

        WheelDifferences differences =
                WheelDifferences.between(peer, new Wheel(peer.fileName(), ours.archive(), ours.members()));

        assertThat(differences.others()).containsExactly("bytes of the archive that belong to no member");
    }

    private WheelDifferences between(WheelFile peer, WheelFile ours) throws Exception {
        return WheelDifferences.between(
                Wheel.read(peer.writeInto(directory.resolve("peer"))),
                Wheel.read(ours.writeInto(directory.resolve("ours"))));
    }

    /** An archive with one stored member; Java's own classes cannot write modes. */
    private Wheel archive(String name, int mode, int time, String comment) throws Exception {
        byte[] content = "x".getBytes(StandardCharsets.UTF_8);
        byte[] member = "a.py".getBytes(StandardCharsets.UTF_8);
        byte[] remark = comment.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer zip = ByteBuffer.allocate(30 + 46 + 22 + 2 * member.length + content.length + remark.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 0);
        zip.putInt(time).putInt((int) crc.getValue()).putInt(content.length).putInt(content.length);
        zip.putShort((short) member.length).putShort((short) 0).put(member).put(content);
        int start = zip.position();
        zip.putInt(0x02014b50).putShort((short) (3 << 8 | 20)).putShort((short) 20);
        zip.putShort((short) 0).putShort((short) 0).putInt(time).putInt((int) crc.getValue());
        zip.putInt(content.length).putInt(content.length).putShort((short) member.length);
        zip.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        zip.putInt(mode << 16).putInt(0).put(member);
        int end = zip.position();
        zip.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
        zip.putInt(end - start).putInt(start).putShort((short) remark.length).put(remark);
        Path file = directory.resolve(name);
        try (OutputStream stream = Files.newOutputStream(file)) {
            stream.write(zip.array());
        }
        return Wheel.read(file);
    }
}
