package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The segments of a rendition within one span of the [CutPlan]: what one initialization section
/// serves, what stands between two discontinuities of its playlist, and a DASH Representation in
/// its Period. Immutable; its frame rate is measured when first asked for, and kept.
public final class RenditionSpan {

    private final Rendition rendition;
    private final int number;
    private final int from;
    private final int to;
    private final List<PlacedTrack> tracks;
    private @Nullable PictureFormat picture; // guarded by this

    /// @param number of the span in the plan, from 0
    /// @param tracks what of the rendition's tracks is in it, the picture first
    RenditionSpan(Rendition rendition, int number, List<PlacedTrack> tracks) {
        this.rendition = rendition;
        this.number = number;
        this.tracks = List.copyOf(tracks);
        from = rendition.times().spanStart(number);
        to = rendition.times().spanStart(number + 1);
    }

    public Rendition rendition() {
        return rendition;
    }

    /// The number of the span in the plan, from 0.
    public int number() {
        return number;
    }

    /// The rendition's number of its first segment.
    public int from() {
        return from;
    }

    /// The rendition's number of the segment after its last.
    public int to() {
        return to;
    }

    /// When its segments start and end, counted from 0 again.
    public SegmentTimes times() {
        return rendition.times().between(from, to);
    }

    /// How many bytes each of its segments has, counted from 0 again.
    public SegmentSizes sizes() throws MediaFormatException {
        return rendition.sizes().between(from, to);
    }

    /// What the picture, or else the sound, is decoded with.
    public CodecConfiguration codec() {
        return tracks.getFirst().indexed().track().codec();
    }

    /// The configurations of everything in its segments.
    List<CodecConfiguration> configurations() {
        return tracks.stream().map(track -> track.indexed().track().codec()).toList();
    }

    boolean hasPicture() {
        return !tracks.isEmpty() && tracks.getFirst().kind() == TrackKind.VIDEO;
    }

    /// What a manifest says of its picture.
    ///
    /// @throws IllegalArgumentException when it has none
    public synchronized PictureFormat picture() {
        if (picture == null) {
            picture = PictureFormat.of(tracks.getFirst());
        }
        return picture;
    }

    /// What stands beside its codec for those who know Dolby Vision, if anything.
    Optional<String> supplementalCodec() {
        if (!hasPicture() || init().isEmpty()) {
            return Optional.empty();
        }
        return tracks.getFirst()
                .indexed()
                .picture()
                .dolbyVision()
                .flatMap(dolby ->
                        dolby.supplementalCodec(codec().sampleEntry(), picture().videoRange()));
    }

    /// The initialization section its segments need.
    public Optional<Content> init() {
        var inits = rendition.segmenter().inits();
        return inits.isEmpty() ? Optional.empty() : Optional.of(inits.get(initNumber()));
    }

    /// The file name of [#init] where segments are files.
    public String initFile() {
        return Rendition.initFile(initNumber());
    }

    /// Whether `other` needs the same initialization section.
    public boolean hasInitOf(RenditionSpan other) {
        return rendition == other.rendition && initNumber() == other.initNumber();
    }

    /// The name of the file that holds all of it, when the rendition [Rendition#isSingleFile].
    public String singleFile() {
        var type = init().isPresent() ? MediaType.MP4 : rendition.segmenter().mediaType();
        return Rendition.numbered("media", number, type);
    }

    /// The name of the file that holds its subtitles for DASH.
    public String sidecarFile() {
        return Rendition.numbered("all", number, MediaType.WEBVTT);
    }

    /// How many bytes the index takes that stands behind the init segment in [#singleFile].
    public int indexBytes() {
        return SingleFile.indexBytes(this);
    }

    /// Where segment `n` of the rendition starts in [#singleFile].
    public long segmentOffset(int n) throws MediaFormatException {
        var sizes = rendition.sizes();
        return SingleFile.headBytes(this) + sizes.bytesBefore(n) - sizes.bytesBefore(from);
    }

    private int initNumber() {
        return rendition.segmenter().initNumber(number);
    }
}
