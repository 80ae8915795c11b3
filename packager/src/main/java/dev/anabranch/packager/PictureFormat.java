package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.codec.VideoConfiguration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The picture of a track as it is displayed, measured from its headers and its frames.
///
/// @param width in square pixels, after the sample aspect ratio and the rotation
/// @param height likewise
/// @param codedWidth in pixels as they are coded, cropped
/// @param codedHeight likewise
/// @param sampleAspectRatio of the coded picture
/// @param frameRate the mean rate when frames come evenly, else the most frames in any one second
/// @param isVariable whether frames come unevenly: some distance differs from the mean by more than
///   a tenth
/// @param videoRange `SDR`, `HLG` or `PQ`
public record PictureFormat(
        int width,
        int height,
        int codedWidth,
        int codedHeight,
        Rational sampleAspectRatio,
        Rational frameRate,
        boolean isVariable,
        String videoRange) {

    /// PQ may be mixed with the others, HLG with SDR.
    private static final List<String> RANGES = List.of("SDR", "HLG", "PQ");

    /// Measures a video track; reads its sample table once.
    ///
    /// @throws IllegalArgumentException when it is not video
    public static PictureFormat of(PlacedTrack track) {
        var indexed = track.indexed();
        var video = configuration(track);
        var aspect = indexed.sampleAspectRatio();
        boolean isTurned = indexed.rotationDegrees() % 180 != 0;
        int wide = stretched(video.width(), aspect);
        var spacing = Spacing.of(track);
        return new PictureFormat(
                isTurned ? video.height() : wide,
                isTurned ? wide : video.height(),
                video.width(),
                video.height(),
                aspect,
                spacing.isEven() ? spacing.mean() : densestSecond(track),
                !spacing.isEven(),
                indexed.colour().videoRange());
    }

    /// What is said of this and then another as one: the size of the larger, the higher frame rate,
    /// the wider range (draft-pantos-hls-rfc8216bis, 4.4.6.2).
    PictureFormat or(PictureFormat other) {
        long pixels = (long) width * height;
        var larger = pixels < (long) other.width * other.height ? other : this;
        boolean isFaster = other.frameRate.toDouble() > frameRate.toDouble();
        boolean isWider = RANGES.indexOf(other.videoRange) > RANGES.indexOf(videoRange);
        return new PictureFormat(
                larger.width,
                larger.height,
                larger.codedWidth,
                larger.codedHeight,
                larger.sampleAspectRatio,
                isFaster ? other.frameRate : frameRate,
                isVariable || other.isVariable,
                isWider ? other.videoRange : videoRange);
    }

    /// The shorter side, by which people call a rendition: 720 for 1280x720 and for 720x1280. The
    /// sample table is not read for it.
    ///
    /// Of several pictures that of the largest.
    static int shorterSide(PlacedTrack track) {
        int shorter = 1;
        for (int i = 0; i < track.indexed().configurations().size(); i++) {
            var described = track.indexed().describedBy(i);
            if (described.track().codec() instanceof VideoConfiguration video) {
                int wide = stretched(video.width(), described.sampleAspectRatio());
                shorter = Math.max(shorter, Math.min(wide, video.height()));
            }
        }
        return shorter;
    }

    private static VideoConfiguration configuration(PlacedTrack track) {
        if (track.indexed().track().codec() instanceof VideoConfiguration video) {
            return video;
        }
        throw new IllegalArgumentException("not video: " + track.label());
    }

    private static int stretched(int width, Rational aspect) {
        int wide =
                BigDecimal.valueOf(width)
                        .multiply(BigDecimal.valueOf(aspect.numerator()))
                        .divide(BigDecimal.valueOf(aspect.denominator()), 0, RoundingMode.HALF_UP)
                        .intValueExact();
        return Math.max(1, wide);
    }

    private static Rational densestSecond(PlacedTrack track) {
        long second = track.clock().ticksPerSecond();
        var ahead = track.indexed().samples().decodeCursor(track.first());
        var behind = track.indexed().samples().decodeCursor(track.first());
        int most = 1;
        while (ahead.index() < track.end() - 1 && ahead.advance()) {
            while (ahead.dtsTicks() - behind.dtsTicks() >= second) {
                behind.advance();
            }
            most = Math.max(most, ahead.index() - behind.index() + 1);
        }
        return new Rational(most, 1);
    }

    /// How far apart frames are decoded, on the track's clock.
    private record Spacing(
            IndexedTrack track, long frames, long total, long shortest, long longest) {

        static Spacing of(PlacedTrack placed) {
            var cursor = placed.indexed().samples().decodeCursor(placed.first());
            long start = cursor.dtsTicks();
            long shortest = Long.MAX_VALUE;
            long longest = 0;
            long before = start;
            while (cursor.index() < placed.end() - 1 && cursor.advance()) {
                shortest = Math.min(shortest, cursor.dtsTicks() - before);
                longest = Math.max(longest, cursor.dtsTicks() - before);
                before = cursor.dtsTicks();
            }
            int gaps = placed.sampleCount() - 1;
            return gaps == 0 || before == start
                    ? new Spacing(
                            placed.indexed(),
                            1,
                            Math.max(
                                    1,
                                    placed.indexed()
                                            .samples()
                                            .cursor(placed.first())
                                            .durationTicks()),
                            1,
                            1)
                    : new Spacing(placed.indexed(), gaps, before - start, shortest, longest);
        }

        /// A clock of milliseconds spreads 60 frames a second by a tick each way, which is not
        /// variable.
        boolean isEven() {
            long slackTicks = Math.max(total / frames / 10, 1);
            return frames == 1
                    || (longest * frames - total <= slackTicks * frames
                            && total - shortest * frames <= slackTicks * frames);
        }

        Rational mean() {
            long second = track.track().timescale().ticksPerSecond();
            return new Rational(Math.multiplyExact(frames, second), total);
        }
    }
}
