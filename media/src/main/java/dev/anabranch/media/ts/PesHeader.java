package dev.anabranch.media.ts;

/// The header of a PES packet (ISO/IEC 13818-1, 2.4.3.6) as we write it:
///
/// ```
/// 00 00 01 stream_id(8) PES_packet_length(16)
/// '10' scrambling(2)=0 priority(1)=0 data_alignment(1)=1 copyright(1)=0 original(1)=0
/// PTS_DTS_flags(2) other flags(6)=0  PES_header_data_length(8)
/// PTS(40) [DTS(40)]
/// ```
final class PesHeader {

    static final int WITH_PTS = 14;
    static final int WITH_PTS_AND_DTS = 19;

    /// The longest: 9 fixed bytes and 255 of optional fields and stuffing.
    static final int MAX_BYTES = 9 + 255;

    /// Timestamps are 33 bits wide and wrap every 26.5 hours.
    static final long WRAP_TICKS = 1L << 33;

    private PesHeader() {}

    static int bytes(long ptsTicks, long dtsTicks) {
        return ptsTicks == dtsTicks ? WITH_PTS : WITH_PTS_AND_DTS;
    }

    /// Writes a header and returns where it ends.
    ///
    /// @param payloadBytes what follows, or 0 to leave the length open, which only video may
    static int write(
            byte[] out, int at, int streamId, long ptsTicks, long dtsTicks, int payloadBytes) {
        int optional = bytes(ptsTicks, dtsTicks) - 9;
        out[at] = 0;
        out[at + 1] = 0;
        out[at + 2] = 1;
        out[at + 3] = (byte) streamId;
        Section.putU16(out, at + 4, payloadBytes == 0 ? 0 : payloadBytes + 3 + optional);
        out[at + 6] = (byte) 0x84;
        out[at + 7] = (byte) (optional == 5 ? 0x80 : 0xC0);
        out[at + 8] = (byte) optional;
        if (optional == 5) {
            return putTimestamp(out, at + 9, 2, ptsTicks);
        }
        return putTimestamp(out, putTimestamp(out, at + 9, 3, ptsTicks), 1, dtsTicks);
    }

    private static int putTimestamp(byte[] out, int at, int marker, long ticks) {
        out[at] = (byte) (marker << 4 | (int) (ticks >> 29) & 0x0E | 1);
        Section.putU16(out, at + 1, (int) (ticks >> 14) & 0xFFFE | 1);
        Section.putU16(out, at + 3, (int) (ticks << 1) & 0xFFFE | 1);
        return at + 5;
    }

    /// The 33 bits of a timestamp written as above at `at`.
    static long timestamp(byte[] bytes, int at) {
        return (long) (bytes[at] & 0x0E) << 29
                | (long) (bytes[at + 1] & 0xFF) << 22
                | (long) (bytes[at + 2] & 0xFE) << 14
                | (bytes[at + 3] & 0xFF) << 7
                | (bytes[at + 4] & 0xFE) >> 1;
    }
}
