package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// The header of a box of the file itself (ISO/IEC 14496-12, 4.2).
///
/// ```
/// size:32 type:32 [largesize:64 when size is 1]      size 0: to the end of the file
/// ```
///
/// @param position where the header starts
/// @param payloadPosition where it ends
/// @param end where the box ends, which may be beyond the end of the file
record TopLevelBox(String type, long position, long payloadPosition, long end) {

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    private static final Set<String> KNOWN =
            Set.of(
                    "ftyp", "moov", "mdat", "moof", "free", "skip", "wide", "pnot", "styp", "sidx",
                    "ssix", "prft", "emsg", "meta", "uuid", "udta", "pdin", "mfra");

    /// The box at `position`, or empty when fewer than 8 bytes are left.
    static Optional<TopLevelBox> read(ByteSource source, long position)
            throws IOException, MediaFormatException {
        long left = source.sizeBytes() - position;
        if (left < SHORT_HEADER) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate((int) Math.min(left, LONG_HEADER));
        source.read(position, bytes);
        var header = new BoxReader(bytes.flip(), "", position);
        long size = header.u32();
        var type = header.fourCc();
        int headerBytes = SHORT_HEADER;
        if (size == 1) {
            size = header.i64();
            headerBytes = LONG_HEADER;
        }
        if (size == 0) {
            size = left;
        }
        if (size < headerBytes || position + size < position) {
            throw MediaFormatException.malformed(
                    "offset " + position + ", box " + BoxReader.printable(type),
                    "a box of " + Long.toUnsignedString(size) + " bytes cannot be");
        }
        return Optional.of(
                new TopLevelBox(type, position, position + headerBytes, position + size));
    }

    long payloadBytes() {
        return end - payloadPosition;
    }

    /// Whether it is a box files are known to start with.
    boolean isKnown() {
        return KNOWN.contains(type);
    }

    boolean hasPrintableType() {
        return BoxReader.printable(type).equals(type);
    }
}
