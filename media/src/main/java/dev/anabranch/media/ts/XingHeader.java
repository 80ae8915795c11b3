package dev.anabranch.media.ts;

import java.nio.ByteBuffer;

/// The table that encoders put into the first frame of an MP3 file in place of sound: `Xing` or
/// `Info` after the side information, or FhG's `VBRI` at 36 bytes.
final class XingHeader {

    private static final int XING = 0x5869_6E67;
    private static final int INFO = 0x496E_666F;
    private static final int VBRI = 0x5642_5249;
    private static final int VBRI_AT = 36;

    private XingHeader() {}

    static boolean isIn(ByteBuffer frame) {
        int at = frame.position();
        boolean isMpeg1 = (frame.get(at + 1) & 0x08) != 0;
        boolean isMono = (frame.get(at + 3) & 0xC0) == 0xC0;
        int sideBytes = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
        int word = word(frame, 4 + sideBytes);
        return word == XING || word == INFO || word(frame, VBRI_AT) == VBRI;
    }

    private static int word(ByteBuffer frame, int at) {
        return frame.remaining() >= at + 4 ? frame.getInt(frame.position() + at) : 0;
    }
}
