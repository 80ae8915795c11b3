package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Segments that a player can choose as one: what a media playlist and a DASH Representation stand
/// for.
///
/// Immutable; its sizes and its frame rate are measured when first asked for, and kept.
public final class Rendition {

    public static final String INIT_FILE = "init.mp4";
    public static final String PLAYLIST_FILE = "index.m3u8";
    public static final String I_FRAMES_FILE = "iframes.m3u8";

    /// Subtitles whole, for DASH.
    public static final String SIDECAR_FILE = "all.vtt";

    /// More than any codec reorders.
    private static final int REORDER_WINDOW = 32;

    /// @param name letters, digits and `-` only
    record Folder(String name, boolean isSingleFile) {}

    private final String name;
    private final TrackKind kind;
    private final List<PlacedTrack> tracks;
    private final SegmentTimes times;
    private final Segmenter segmenter;
    private final RenditionLabel label;
    private final boolean isSingleFile;
    private @Nullable SegmentSizes sizes; // guarded by this
    private @Nullable IFrames iFrames; // guarded by this
    private @Nullable PictureFormat picture; // guarded by this

    /// @param folder where its files are, and whether its segments are one
    /// @param tracks what its segments hold, the picture first; empty for subtitles
    Rendition(
            Folder folder,
            TrackKind kind,
            List<PlacedTrack> tracks,
            SegmentTimes times,
            Segmenter segmenter,
            RenditionLabel label) {
        name = folder.name();
        isSingleFile = folder.isSingleFile();
        this.kind = kind;
        this.tracks = List.copyOf(tracks);
        this.times = times;
        this.segmenter = segmenter;
        this.label = label;
    }

    public String name() {
        return name;
    }

    public TrackKind kind() {
        return kind;
    }

    public List<PlacedTrack> tracks() {
        return tracks;
    }

    public SegmentTimes times() {
        return times;
    }

    public Segmenter segmenter() {
        return segmenter;
    }

    public RenditionLabel label() {
        return label;
    }

    /// The picture's track, or the sound's when there is no picture.
    public IndexedTrack track() {
        return tracks.getFirst().indexed();
    }

    /// The RFC 6381 strings of everything in its segments.
    public List<String> codecs() {
        return tracks.stream()
                .map(track -> track.indexed().track().codec())
                .map(CodecConfiguration::codecString)
                .distinct()
                .toList();
    }

    /// What its segments add to the codecs for those who know it, such as `dvh1.08.07/db4h`: Dolby
    /// Vision in CMAF. Transport streams are not told of it.
    public List<String> supplementalCodecs() {
        if (kind != TrackKind.VIDEO || init().isEmpty()) {
            return List.of();
        }
        var entry = track().track().codec().sampleEntry();
        return track()
                .picture()
                .dolbyVision()
                .flatMap(dolby -> dolby.supplementalCodec(entry, picture().videoRange()))
                .stream()
                .toList();
    }

    public Optional<Content> init() {
        return segmenter.init();
    }

    /// How many bytes each segment has.
    public synchronized SegmentSizes sizes() throws MediaFormatException {
        if (sizes == null) {
            var bytes = new long[times.count()];
            for (int n = 0; n < bytes.length; n++) {
                bytes[n] = segmenter.segmentBytes(n);
            }
            sizes = new SegmentSizes(times, bytes);
        }
        return sizes;
    }

    /// The file name of segment `n`, counted from 0: `1.m4s` is the first.
    public String segmentFile(int n) {
        return (n + 1) + "." + segmenter.mediaType().extension();
    }

    /// The pictures of its I-frame playlist.
    ///
    /// @throws IllegalArgumentException when it has none
    public synchronized IFrames iFrames() throws MediaFormatException {
        if (kind != TrackKind.VIDEO) {
            throw new IllegalArgumentException("not video: " + name);
        }
        if (iFrames == null) {
            iFrames = IFrames.of(segmenter, times, tracks.getFirst());
        }
        return iFrames;
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

    /// Whether all its segments are one file, [#singleFile].
    public boolean isSingleFile() {
        return isSingleFile;
    }

    /// The name of the file that holds everything, when it [#isSingleFile].
    public String singleFile() {
        return "media." + (init().isPresent() ? MediaType.MP4 : segmenter.mediaType()).extension();
    }

    /// Where segment `n` starts in [#singleFile].
    public long segmentOffset(int n) throws MediaFormatException {
        return SingleFile.headBytes(this) + sizes().bytesBefore(n);
    }

    /// How many bytes the index takes that stands behind the init segment in [#singleFile].
    public int indexBytes() {
        return SingleFile.indexBytes(this);
    }

    /// Whether no picture that follows a segment's first in decoding is shown before it, so that
    /// the segment can be decoded whole without the one before.
    public boolean hasClosedGops() {
        var track = tracks.getFirst();
        if (track.kind() != TrackKind.VIDEO) {
            return true;
        }
        for (int n = 0; n < times.count(); n++) {
            if (!startsClosed(track, track.syncNearest(times.start(n)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsClosed(PlacedTrack track, int first) {
        var cursor = track.indexed().samples().cursor(first);
        long shown = cursor.ptsTicks();
        for (int i = 1; i < REORDER_WINDOW && cursor.index() < track.end() - 1; i++) {
            cursor.advance();
            if (cursor.ptsTicks() < shown) {
                return false;
            }
        }
        return true;
    }
}
