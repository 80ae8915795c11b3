package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.util.Arrays;

/// Turns one length-prefixed sample into a byte stream access unit of the size that was planned
/// from metadata. Owned by one thread and used again for each sample.
///
/// A sample that does not begin as its track's first sync sample did is made to fit:
///
/// - it brings a delimiter though one was planned: its own goes first and the place of the planned
///   one is filled with zero bytes, which may stand before any start code (ITU-T H.264, annex B);
/// - it brings none though it should: one is put in front if the last packet has the room, and left
///   out if it has not;
/// - it brings parameter sets of its own: they follow the planned ones and so win.
final class AccessUnit {

    /// A delimiter has 2 or 3 bytes; what is longer is left where it is.
    private static final int MAX_DELIMITER_BYTES = 16;

    private final NalFraming framing;
    private byte[] head = new byte[256];
    private int headEnd;
    private byte[] body = head;
    private int bodyStart;
    private int bodyEnd;

    AccessUnit(NalFraming framing) {
        this.framing = framing;
    }

    /// Makes the access unit; the sample's lengths are overwritten with start codes in place.
    ///
    /// @param spareBytes how much longer than planned it may become
    void make(SampleReader sample, Unit unit, long offsetTicks, int spareBytes)
            throws MediaFormatException {
        expand(sample, unit);
        boolean adds = framing.addsParameterSets(unit.isSync, unit.isFirst);
        var sets = adds ? framing.parameterSets().get(unit.configurationIndex) : NO_PARAMETER_SETS;
        reserve(PesHeader.MAX_BYTES + MAX_DELIMITER_BYTES * 3 + sets.length);
        headEnd =
                PesHeader.write(
                        head,
                        0,
                        Carriage.streamId(framing.isHevc() ? StreamType.HEVC : StreamType.H264),
                        unit.pts + offsetTicks,
                        unit.dts + offsetTicks,
                        0);
        delimit(spareBytes);
        put(sets, 0, sets.length);
    }

    private static final byte[] NO_PARAMETER_SETS = new byte[0];

    private void delimit(int spareBytes) {
        int own = ownDelimiterBytes();
        var delimiter = framing.delimiter();
        if (own == 0) {
            if (framing.insertsDelimiter() || spareBytes >= delimiter.length) {
                put(delimiter, 0, delimiter.length);
            }
            return;
        }
        put(body, bodyStart, own);
        bodyStart += own;
        if (framing.insertsDelimiter()) {
            Arrays.fill(head, headEnd, headEnd + delimiter.length, (byte) 0);
            headEnd += delimiter.length;
        }
    }

    /// Bytes of the delimiter the sample begins with, start code included; 0 when there is none.
    private int ownDelimiterBytes() {
        return firstUnitBytes <= MAX_DELIMITER_BYTES
                        && firstUnitBytes > NalFraming.START_CODE_BYTES
                        && framing.isDelimiter(body[bodyStart + NalFraming.START_CODE_BYTES])
                ? firstUnitBytes
                : 0;
    }

    private int firstUnitBytes;

    @SuppressWarnings("ReferenceEquality") // arrays: whether the memory is the same
    private void expand(SampleReader sample, Unit unit) throws MediaFormatException {
        if (framing.lengthSize() == NalFraming.START_CODE_BYTES) {
            body = sample.array();
            bodyStart = sample.offset();
            bodyEnd = bodyStart + sample.size();
            overwriteLengths(sample);
            return;
        }
        boolean adds = framing.addsParameterSets(unit.isSync, unit.isFirst);
        int size = unit.streamBytes - framing.addedBytes(adds, unit.configurationIndex);
        if (body.length < size || body == sample.array() || body == head) {
            body = new byte[Math.max(size, SCRATCH_BYTES)];
        }
        bodyStart = 0;
        bodyEnd = size;
        copyUnits(sample);
    }

    private static final int SCRATCH_BYTES = 64 << 10;

    private void overwriteLengths(SampleReader sample) throws MediaFormatException {
        var bytes = body;
        int at = bodyStart;
        int end = bodyEnd;
        firstUnitBytes = 0;
        while (at < end) {
            if (at + 4 > end) {
                throw broken(sample, at);
            }
            int length =
                    bytes[at] << 24
                            | (bytes[at + 1] & 0xFF) << 16
                            | (bytes[at + 2] & 0xFF) << 8
                            | bytes[at + 3] & 0xFF;
            if (length < 0 || length > end - at - 4) {
                throw broken(sample, at);
            }
            bytes[at] = 0;
            bytes[at + 1] = 0;
            bytes[at + 2] = 0;
            // An empty unit becomes zero bytes before the next start code.
            bytes[at + 3] = (byte) (length == 0 ? 0 : 1);
            if (at == bodyStart) {
                firstUnitBytes = length + 4;
            }
            at += 4 + length;
        }
    }

    private void copyUnits(SampleReader sample) throws MediaFormatException {
        var bytes = sample.array();
        int at = sample.offset();
        int end = at + sample.size();
        int to = 0;
        firstUnitBytes = 0;
        while (at + framing.lengthSize() <= end) {
            int length = (int) framing.length(bytes, at);
            at += framing.lengthSize();
            if (length > end - at || to + 4 + length > bodyEnd) {
                throw broken(sample, at);
            }
            Arrays.fill(body, to, to + 4, (byte) 0);
            body[to + 3] = (byte) (length == 0 ? 0 : 1);
            System.arraycopy(bytes, at, body, to + 4, length);
            firstUnitBytes = to == 0 ? length + 4 : firstUnitBytes;
            to += 4 + length;
            at += length;
        }
    }

    void load(PacketWriter writer) {
        writer.load(head, headEnd, body, bodyStart, bodyEnd);
    }

    private void put(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, head, headEnd, length);
        headEnd += length;
    }

    private void reserve(int bytes) {
        if (head.length < bytes) {
            head = new byte[bytes];
        }
    }

    /// @param at the index in [SampleReader#array] of the unit that does not fit
    static MediaFormatException broken(SampleReader sample, int at) {
        return MediaFormatException.malformed(
                "sample %d, offset %d"
                        .formatted(sample.index(), sample.position() + at - sample.offset()),
                "a NAL unit's length does not fit in its sample");
    }
}
