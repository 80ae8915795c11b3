package dev.anabranch.media;

import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.VideoConfiguration;
import java.util.List;

/// A track of a source that can be read at random: its description, its samples, and its place on
/// the source's timeline.
///
/// A sample is presented at `ptsTicks + shiftTicks` on the source's common timeline, where 0 is the
/// moment the source starts. Samples whose presentation ends at or before 0 are preroll: decoded
/// (codec delay, or pictures that others need), not presented.
///
/// @param track the description
/// @param samples the index
/// @param configurations every configuration the samples use, by [SampleCursor#configurationIndex];
///   the first is the track's own
/// @param shiftTicks what the edit list adds to each presentation time, on the track's clock
/// @param presentedTicks how long the track is presented as its edit list says, or -1 when it does
///   not
/// @param rotationDegrees clockwise turn to apply to the picture: 0, 90, 180 or 270
public record IndexedTrack(
        Track track,
        SampleTable samples,
        List<TrackConfiguration> configurations,
        long shiftTicks,
        long presentedTicks,
        int rotationDegrees) {

    /// How many times as wide as high a pixel may be, or as high as wide.
    private static final long MAX_ASPECT = 100;

    public IndexedTrack {
        configurations = List.copyOf(configurations);
        if (configurations.isEmpty()) {
            throw new IllegalArgumentException("a track has at least one configuration");
        }
        if (rotationDegrees % 90 != 0 || rotationDegrees < 0 || rotationDegrees >= 360) {
            throw new IllegalArgumentException("rotationDegrees=" + rotationDegrees);
        }
    }

    /// What the container says of the picture where the bitstream is silent.
    public ContainerPicture picture() {
        return configurations.getFirst().picture();
    }

    /// For each configuration the number of the first that decodes the same: some writers repeat an
    /// entry for every clip.
    public int[] likeConfigurations() {
        var like = new int[configurations.size()];
        for (int i = 0; i < like.length; i++) {
            while (!configurations.get(like[i]).decodes(configurations.get(i))) {
                like[i]++;
            }
        }
        return like;
    }

    /// The track as its samples of one configuration describe it. What `samples` says of
    /// configurations is not for the result.
    public IndexedTrack describedBy(int configuration) {
        var only = configurations.get(configuration);
        var own =
                new Track(
                        track.id(),
                        track.timescale(),
                        only.codec(),
                        track.language(),
                        track.name());
        return new IndexedTrack(
                own, samples, List.of(only), shiftTicks, presentedTicks, rotationDegrees);
    }

    /// The same track with other samples.
    public IndexedTrack withSamples(SampleTable replacement) {
        return new IndexedTrack(
                track, replacement, configurations, shiftTicks, presentedTicks, rotationDegrees);
    }

    /// The same samples with one codec for all of them.
    public IndexedTrack withCodec(CodecConfiguration codec) {
        return new IndexedTrack(
                new Track(track.id(), track.timescale(), codec, track.language(), track.name()),
                samples,
                configurations.stream()
                        .map(one -> new TrackConfiguration(codec, one.picture()))
                        .toList(),
                shiftTicks,
                presentedTicks,
                rotationDegrees);
    }

    /// The shape of one pixel: the bitstream's word, else the container's, else square.
    public Rational sampleAspectRatio() {
        if (track.codec() instanceof VideoConfiguration video
                && !video.sampleAspectRatio().equals(Rational.ONE)
                && isPlausible(video.sampleAspectRatio())) {
            return video.sampleAspectRatio();
        }
        return picture().sampleAspectRatio().filter(IndexedTrack::isPlausible).orElse(Rational.ONE);
    }

    /// Cinemascope is 2:1, the oddest of video discs 160:99; beyond [#MAX_ASPECT] it is damage.
    private static boolean isPlausible(Rational aspect) {
        return aspect.numerator() > 0
                && aspect.numerator() / MAX_ASPECT <= aspect.denominator()
                && aspect.denominator() / MAX_ASPECT <= aspect.numerator();
    }

    /// The colours of the picture: the bitstream's word, else the container's, else unspecified.
    public ColourDescription colour() {
        if (track.codec() instanceof VideoConfiguration video
                && !video.colour().equals(ColourDescription.UNSPECIFIED)) {
            return video.colour();
        }
        return picture().colour().orElse(ColourDescription.UNSPECIFIED);
    }

    public TrackKind kind() {
        return track.kind();
    }
}
