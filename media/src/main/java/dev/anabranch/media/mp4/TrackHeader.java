package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `tkhd`: the track's number and the place of its picture (ISO/IEC 14496-12, 8.3.2).
///
/// @param trackId as the file has it: may be 0
/// @param rotation how to turn the picture
/// @param width of the picture before the turn and after the sample aspect ratio, in 1/65536 pixels
/// @param height likewise
record TrackHeader(long trackId, Rotation rotation, long width, long height) {

    private static final int ENABLED_IN_MOVIE_AND_PREVIEW = 7;
    private static final int FULL_VOLUME = 0x0100;

    static TrackHeader parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        box.skip(version == 1 ? 16 : 8);
        long trackId = box.u32();
        box.skip(4);
        box.skip(version == 1 ? 8 : 4);
        box.skip(16);
        var rotation = Rotation.parse(box);
        return new TrackHeader(trackId, rotation, box.u32(), box.u32());
    }

    /// @param durationTicks on the movie's clock; 0 when samples come in fragments
    void write(BoxWriter out, boolean isAudio, long durationTicks) {
        int at = out.begin("tkhd", 0, ENABLED_IN_MOVIE_AND_PREVIEW);
        out.zeros(8).u32(trackId).zeros(4).u32(durationTicks).zeros(8);
        out.u16(0).u16(isAudio ? 1 : 0).u16(isAudio ? FULL_VOLUME : 0).u16(0);
        rotation.writeMatrix(out, (int) (width >> 16), (int) (height >> 16));
        out.u32(width).u32(height);
        out.end(at);
    }
}
