package io.github.pyb.check;

import java.nio.ByteBuffer;

/** What the first bytes of a file say about machine code in it. */
enum NativeCode {
    NONE,
    ELF,
    MACH_O,
    PORTABLE_EXECUTABLE;

    /** Files for several processors begin like those of Java, but have fewer parts than Java has versions. */
    private static final int MOST_PARTS = 40;

    private static final int ELF_MAGIC = 0x7f454c46;
    private static final int FAT_MAGIC = 0xcafebabe;
    private static final int FAT_64_MAGIC = 0xcafebabf;
    private static final int MACH_MAGIC = 0xfeedface;
    private static final int MACH_64_MAGIC = 0xfeedfacf;

    /** @param head the beginning of a file; all of it if it is short */
    static NativeCode of(byte[] head) {
        if (head.length < 8) {
            return NONE;
        }
        int magic = number(head, 0);
        if (magic == ELF_MAGIC) {
            return ELF;
        }
        boolean fat = (magic == FAT_MAGIC || magic == FAT_64_MAGIC) && number(head, 4) < MOST_PARTS;
        int reversed = Integer.reverseBytes(magic);
        if (fat || isMach(magic) || isMach(reversed)) {
            return MACH_O;
        }
        return isPortableExecutable(head) ? PORTABLE_EXECUTABLE : NONE;
    }

    private static boolean isMach(int magic) {
        return magic == MACH_MAGIC || magic == MACH_64_MAGIC;
    }

    private static boolean isPortableExecutable(byte[] head) {
        if (head[0] != 'M' || head[1] != 'Z' || head.length < 64) {
            return false;
        }
        int header = Integer.reverseBytes(number(head, 60));
        return header >= 0 && header <= head.length - 4 && number(head, header) == 0x50450000;
    }

    private static int number(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getInt(offset);
    }
}
