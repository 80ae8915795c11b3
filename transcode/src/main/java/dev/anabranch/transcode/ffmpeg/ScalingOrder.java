package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.VideoOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which renditions are scaled from which.
///
/// A scaler reads every pixel it is given, so a small rendition is scaled from the smallest one
/// that is well larger and has its format, and two of one size share a picture. What is scaled
/// twice differs from what was scaled once by less than 0.001 of SSIM.
///
/// @param parents for each rendition the number of the one it is made of, or [#SOURCE]
record ScalingOrder(List<VideoOutput.Encoded> renditions, List<Integer> parents) {

    static final int SOURCE = -1;

    /// Less is a blur for little gain.
    private static final double LEAST_STEP = 1.4;

    static ScalingOrder of(List<VideoOutput.Encoded> renditions) {
        var parents = new ArrayList<Integer>();
        for (int i = 0; i < renditions.size(); i++) {
            int best = SOURCE;
            for (int j = 0; j < renditions.size(); j++) {
                boolean fits =
                        isSame(renditions, i, j) || isLarger(renditions.get(i), renditions.get(j));
                if (fits
                        && (best == SOURCE
                                || pixels(renditions.get(j)) < pixels(renditions.get(best)))) {
                    best = j;
                }
            }
            parents.add(best);
        }
        return new ScalingOrder(renditions, List.copyOf(parents));
    }

    /// One of the same picture that comes before it.
    private static boolean isSame(List<VideoOutput.Encoded> renditions, int number, int other) {
        var one = renditions.get(number);
        var two = renditions.get(other);
        return other < number
                && isOfOneForm(one, two)
                && one.width() == two.width()
                && one.height() == two.height();
    }

    private static boolean isLarger(VideoOutput.Encoded small, VideoOutput.Encoded large) {
        return isOfOneForm(small, large)
                && large.width() >= small.width() * LEAST_STEP
                && large.height() >= small.height() * LEAST_STEP;
    }

    private static boolean isOfOneForm(VideoOutput.Encoded made, VideoOutput.Encoded of) {
        return made.range() == of.range()
                && made.bitDepth() == of.bitDepth()
                && made.frameDivisor() % of.frameDivisor() == 0;
    }

    private static long pixels(VideoOutput.Encoded output) {
        return (long) output.width() * output.height();
    }

    /// What a rendition is made of; empty for the source.
    Optional<VideoOutput.Encoded> parent(int number) {
        int parent = parents.get(number);
        return parent == SOURCE ? Optional.empty() : Optional.of(renditions.get(parent));
    }

    /// The renditions that are made of one, or of the source.
    List<Integer> from(int parent) {
        return IntStream.range(0, parents.size())
                .filter(number -> parents.get(number) == parent)
                .boxed()
                .toList();
    }
}
