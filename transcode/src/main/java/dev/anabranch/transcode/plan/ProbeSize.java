package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Rung;

/// A size that a source is tried at.
///
/// @param rung whose box it fills
/// @param width pixels of the picture as it is shown
/// @param height likewise
/// @param frameDivisor as in [VideoOutput.Encoded]
/// @param mostBitsPerSecond twice what is usual for the size: no more is given to it, however hard
///   the picture is
public record ProbeSize(
        Rung rung, int width, int height, int frameDivisor, long mostBitsPerSecond) {

    public ProbeSize {
        if (width < 1 || height < 1 || frameDivisor < 1 || mostBitsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "width=" + width + " height=" + height + " frameDivisor=" + frameDivisor);
        }
    }

    public long pixels() {
        return (long) width * height;
    }

    /// For people: `1280x720`.
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
