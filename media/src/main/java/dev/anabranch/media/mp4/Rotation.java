package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The transformation matrix of `tkhd` (ISO/IEC 14496-12, 8.3.2) reduced to what players do with
/// it: a turn by quarters.
///
/// ```
/// | a b u |   x' = a x + c y + tx
/// | c d v |   y' = b x + d y + ty    (y grows downwards; a to d, tx, ty are 16.16)
/// | x y w |
/// ```
///
/// A mirrored picture (`ad - bc < 0`) is taken as turned after mirroring left to right, and the
/// mirroring is dropped; other angles and shears go to the nearest quarter.
///
/// @param degrees clockwise: 0, 90, 180 or 270
/// @param isExact whether the matrix is that turn and nothing else
record Rotation(int degrees, boolean isExact) {

    static final Rotation NONE = new Rotation(0, true);

    private static final int ONE = 0x1_0000;
    private static final int W_ONE = 0x4000_0000;

    /// Reads the nine fields of the matrix.
    static Rotation parse(BoxReader box) throws MediaFormatException {
        int a = box.i32();
        int b = box.i32();
        box.skip(4);
        int c = box.i32();
        int d = box.i32();
        box.skip(16);
        if (a == 0 && b == 0 && c == 0 && d == 0) {
            return NONE;
        }
        boolean isMirrored = (double) a * d - (double) b * c < 0;
        double angle = isMirrored ? Math.atan2(-(double) c, d) : Math.atan2(b, a);
        int degrees = Math.floorMod((int) Math.round(Math.toDegrees(angle) / 90), 4) * 90;
        boolean isQuarter = a == 0 && d == 0 || b == 0 && c == 0;
        return new Rotation(degrees, isQuarter && !isMirrored);
    }

    /// Writes the nine fields, with the translation that brings the turned picture of the given
    /// size back to the origin.
    void writeMatrix(BoxWriter out, int width, int height) {
        int cos = degrees == 0 ? 1 : degrees == 180 ? -1 : 0;
        int sin = degrees == 90 ? 1 : degrees == 270 ? -1 : 0;
        int x = degrees == 90 ? height : degrees == 180 ? width : 0;
        int y = degrees == 180 ? height : degrees == 270 ? width : 0;
        out.u32((long) cos * ONE).u32((long) sin * ONE).u32(0);
        out.u32(-(long) sin * ONE).u32((long) cos * ONE).u32(0);
        out.u32((long) x * ONE).u32((long) y * ONE).u32(W_ONE);
    }

    void writeMatrix(BoxWriter out) {
        writeMatrix(out, 0, 0);
    }
}
