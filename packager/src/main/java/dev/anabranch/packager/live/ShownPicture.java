package dev.anabranch.packager.live;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.codec.VideoConfiguration;

/// The size of a picture as it is displayed, in square pixels, after its rotation.
record ShownPicture(int width, int height) {

    /// @param track of pictures
    static ShownPicture of(IndexedTrack track) {
        if (!(track.track().codec() instanceof VideoConfiguration video)) {
            throw new IllegalArgumentException("not video: " + track.track());
        }
        var aspect = track.sampleAspectRatio();
        long wide =
                Math.max(
                        1,
                        Math.round(
                                (double) video.width()
                                        * aspect.numerator()
                                        / aspect.denominator()));
        int width = Math.toIntExact(wide);
        return track.rotationDegrees() % 180 == 0
                ? new ShownPicture(width, video.height())
                : new ShownPicture(video.height(), width);
    }

    long pixels() {
        return (long) width * height;
    }
}
