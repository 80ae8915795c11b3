package dev.anabranch.media.ts;

import java.util.Arrays;

/// Puts the PES packets of one PID together (ISO/IEC 13818-1, 2.4.3.6). A packet with a part
/// missing is dropped whole. Owned by one thread.
final class PesAssembler {

    /// A video frame whose PES packet does not say its length may be this large.
    static final int MAX_BYTES = 32 << 20;

    private static final int FIXED_HEADER = 9;
    private static final int LENGTH_END = 6;

    private final ElementaryReader reader;
    private final Timeline timeline;
    private byte[] bytes = new byte[16 << 10];
    private int have;
    private boolean isOpen;
    private long dropped;

    PesAssembler(ElementaryReader reader, Timeline timeline) {
        this.reader = reader;
        this.timeline = timeline;
    }

    ElementaryReader reader() {
        return reader;
    }

    /// PES packets that were damaged, too large or not readable.
    long dropped() {
        return dropped;
    }

    /// Some packets are missing here.
    void lose() {
        if (isOpen) {
            dropped++;
            isOpen = false;
            deliverPart();
        }
        reader.lose();
    }

    /// Nothing is missing, but what comes has nothing to do with what was.
    void end() {
        finish();
        reader.end();
    }

    void payload(byte[] packet, int from, int to, boolean isStart) {
        if (reader instanceof ElementaryReader.Ignored) {
            return;
        }
        if (isStart) {
            finish();
            have = 0;
            isOpen = true;
        }
        if (!isOpen) {
            return;
        }
        int count = to - from;
        if (have + count > bytes.length && !grow(have + count)) {
            return;
        }
        System.arraycopy(packet, from, bytes, have, count);
        have += count;
        int size = size();
        if (size > 0 && have >= size) {
            have = size;
            finish();
        }
    }

    /// Whether the bytes are those that came last, as in a packet that is sent twice.
    boolean endsWith(byte[] packet, int from, int to) {
        int count = to - from;
        return count <= have && Arrays.equals(bytes, have - count, have, packet, from, to);
    }

    private boolean grow(int needed) {
        if (needed > MAX_BYTES) {
            lose();
            return false;
        }
        bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(MAX_BYTES, bytes.length * 2)));
        return true;
    }

    /// What the whole packet has, or 0 when it does not say or not yet.
    private int size() {
        if (have < LENGTH_END) {
            return 0;
        }
        int length = (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF;
        return length == 0 ? 0 : length + LENGTH_END;
    }

    private void finish() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        boolean isWhole = have >= size();
        if (isWhole && deliver()) {
            return;
        }
        dropped++;
        if (!isWhole) {
            deliverPart();
        }
        reader.lose();
    }

    private void deliverPart() {
        if (reader.takesParts()) {
            deliver();
        }
    }

    private boolean deliver() {
        if (have < FIXED_HEADER || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 1) {
            return false;
        }
        if (!hasOptionalHeader(bytes[3] & 0xFF)) {
            return true;
        }
        boolean isMpeg2 = (bytes[6] & 0xC0) == 0x80;
        boolean isScrambled = (bytes[6] & 0x30) != 0;
        int start = FIXED_HEADER + (bytes[8] & 0xFF);
        if (!isMpeg2 || isScrambled || start > have) {
            return false;
        }
        int flags = bytes[7] >> 6 & 3;
        boolean hasPts = (flags & 2) != 0 && start >= PesHeader.WITH_PTS;
        boolean hasDts = flags == 3 && start >= PesHeader.WITH_PTS_AND_DTS;
        long dts = 0;
        long pts = 0;
        if (hasPts) {
            dts = timeline.unwrap(PesHeader.timestamp(bytes, hasDts ? 14 : 9));
            pts = hasDts ? timeline.near(PesHeader.timestamp(bytes, 9), dts) : dts;
        }
        reader.packet(new PesPacket(bytes, start, have, hasPts, pts, dts));
        return true;
    }

    /// Table 2-21: the streams whose packets are nothing but bytes after the length.
    private static boolean hasOptionalHeader(int streamId) {
        return switch (streamId) {
            case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> false;
            default -> true;
        };
    }
}
