package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Makes fragments of a one-track segment those of a movie of several tracks: `mfhd`, `tfhd` and
/// `tfdt` are changed in place (ISO/IEC 14496-12, 8.8), so that nothing moves.
///
/// @param trackId in the movie
/// @param baseTicks what is taken off every decode time
record ClipFragment(int trackId, long baseTicks) {

    private static final int MOOF = 0x6D6F_6F66;
    private static final int MFHD = 0x6D66_6864;
    private static final int TRAF = 0x7472_6166;
    private static final int TFHD = 0x7466_6864;
    private static final int TFDT = 0x7466_6474;
    private static final int PRFT = 0x7072_6674;
    private static final int HEADER_BYTES = 8;

    /// Whether a box with this type must pass through [#rewrite].
    static boolean isRewritten(int type) {
        return type == MOOF || type == PRFT;
    }

    /// Changes one whole box, `moof` or `prft`, from position to limit.
    ///
    /// @param sequenceNumber for the `mfhd`
    void rewrite(ByteBuffer box, long sequenceNumber) throws MediaFormatException {
        int at = box.position();
        if (box.getInt(at + 4) == PRFT) {
            require(box.limit() - at >= HEADER_BYTES + 8, "prft");
            box.putInt(at + HEADER_BYTES + 4, trackId);
            return;
        }
        children(box, at + HEADER_BYTES, box.limit(), sequenceNumber);
    }

    private void children(ByteBuffer box, int from, int to, long sequenceNumber)
            throws MediaFormatException {
        for (int at = from; at < to; ) {
            require(to - at >= HEADER_BYTES, "moof");
            int size = box.getInt(at);
            require(size >= HEADER_BYTES && size <= to - at, "moof");
            field(box, at, size, sequenceNumber);
            at += size;
        }
    }

    private void field(ByteBuffer box, int at, int size, long sequenceNumber)
            throws MediaFormatException {
        int payload = at + HEADER_BYTES;
        switch (box.getInt(at + 4)) {
            case TRAF -> children(box, payload, at + size, sequenceNumber);
            case MFHD -> {
                require(size >= HEADER_BYTES + 8, "mfhd");
                box.putInt(payload + 4, (int) sequenceNumber);
            }
            case TFHD -> {
                require(size >= HEADER_BYTES + 8, "tfhd");
                box.putInt(payload + 4, trackId);
            }
            case TFDT -> {
                boolean isLong = box.get(payload) == 1;
                require(size >= HEADER_BYTES + (isLong ? 12 : 8), "tfdt");
                if (isLong) {
                    box.putLong(payload + 4, box.getLong(payload + 4) - baseTicks);
                } else {
                    long ticks = Integer.toUnsignedLong(box.getInt(payload + 4));
                    box.putInt(payload + 4, (int) (ticks - baseTicks));
                }
            }
            default -> {}
        }
    }

    private static void require(boolean holds, String box) throws MediaFormatException {
        if (!holds) {
            throw MediaFormatException.malformed("recorded segment, box " + box, "it is cut short");
        }
    }
}
