package dev.anabranch.media.codec;

import java.nio.ByteBuffer;
import java.util.List;

/// Finds SBR that no header signals (implicit signalling, ISO/IEC 14496-3, 1.6.5) in the frames of
/// an AAC LC stream, without decoding them.
///
/// SBR travels in a fill element, which encoders put last in a mono or stereo frame:
///
/// ```
/// ... | id_fil 110 | count(4) [+ escape(8)] | extension_type 1101 or 1110 ... | id_end 111 | 0..7 zeros
/// ```
///
/// The end of the frame is known, so for each count there is one place where the element can begin.
/// Random bits look like one in about 1.5 % of frames, so several frames must agree. SBR of frames
/// that end in another element (5.1 ends in LFE) is not found, and PS is never seen.
public final class SpectralBandReplication {

    /// Frames that must be looked at, at least.
    public static final int FRAMES = 4;

    private static final int FILL = 6;
    private static final int END = 7;
    private static final int FILLING = 0;
    private static final int FILLING_BYTES = 1;
    private static final int SBR = 13;
    private static final int SBR_CRC = 14;
    private static final int ESCAPE = 15;
    private static final int MAX_PADDING_ELEMENTS = 2;
    private static final int MAX_COUNT = ESCAPE - 1 + 255;

    private SpectralBandReplication() {}

    /// Whether the stream has SBR: all raw frames but at most one in four end in its element.
    ///
    /// @param frames consecutive raw frames, without ADTS headers, [#FRAMES] or more
    public static boolean isIn(List<ByteBuffer> frames) {
        if (frames.size() < FRAMES) {
            throw new IllegalArgumentException("frames=" + frames.size());
        }
        long found = frames.stream().filter(SpectralBandReplication::endsInElement).count();
        return found >= frames.size() - frames.size() / FRAMES;
    }

    private static boolean endsInElement(ByteBuffer frame) {
        if (!frame.hasRemaining() || frame.get(frame.limit() - 1) == 0) {
            return false;
        }
        int zeros = Integer.numberOfTrailingZeros(frame.get(frame.limit() - 1));
        int end = 8 * frame.remaining() - zeros - 3;
        if (end < 0 || bits(frame, end, 3) != END) {
            return false;
        }
        return endsInElement(frame, end, MAX_PADDING_ELEMENTS);
    }

    /// Whether SBR ends at bit `end`, with up to `padding` fill elements of nothing behind it.
    private static boolean endsInElement(ByteBuffer frame, int end, int padding) {
        for (int count = 0; count <= MAX_COUNT; count++) {
            int begin = elementBegin(frame, count, end);
            if (begin < 0) {
                continue;
            }
            int extension = count == 0 ? FILLING : bits(frame, end - 8 * count, 4);
            if (extension == SBR || extension == SBR_CRC) {
                return true;
            }
            boolean isPadding = extension == FILLING || extension == FILLING_BYTES;
            if (isPadding && padding > 0 && endsInElement(frame, begin, padding - 1)) {
                return true;
            }
        }
        return false;
    }

    /// Where a fill element of `count` bytes that ends at bit `end` begins, or -1 when there is
    /// none.
    private static int elementBegin(ByteBuffer frame, int count, int end) {
        boolean escaped = count >= ESCAPE;
        int begin = end - 8 * count - (escaped ? 15 : 7);
        if (begin < 0 || bits(frame, begin, 3) != FILL) {
            return -1;
        }
        int told = bits(frame, begin + 3, 4);
        boolean fits =
                escaped
                        ? told == ESCAPE && bits(frame, begin + 7, 8) == count - ESCAPE + 1
                        : told == count;
        return fits ? begin : -1;
    }

    private static int bits(ByteBuffer frame, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int octet = frame.get(frame.position() + (i >> 3));
            value = value << 1 | octet >> (7 - (i & 7)) & 1;
        }
        return value;
    }
}
