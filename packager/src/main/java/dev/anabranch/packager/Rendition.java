package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Segments that a player can choose as one: what a media playlist and a DASH Representation stand
/// for.
///
/// Immutable; its sizes and its frame rate are measured when first asked for, and kept.
public final class Rendition {

    public static final String PLAYLIST_FILE = "index.m3u8";
    public static final String I_FRAMES_FILE = "iframes.m3u8";

    /// More than any codec reorders.
    private static final int REORDER_WINDOW = 32;

    /// @param name letters, digits and `-` only
    record Folder(String name, boolean isSingleFile) {}

    private final String name;
    private final TrackKind kind;
    private final List<PlacedTrack> tracks;
    private final List<RenditionSpan> spans;
    private final SegmentTimes times;
    private final Segmenter segmenter;
    private final RenditionLabel label;
    private final boolean isSingleFile;
    private @Nullable SegmentSizes sizes; // guarded by this
    private @Nullable IFrames iFrames; // guarded by this

    /// @param folder where its files are, and whether its segments are one
    /// @param plan that `times` are of
    /// @param tracks what its segments hold, the picture first; empty for subtitles
    Rendition(
            Folder folder,
            CutPlan plan,
            List<PlacedTrack> tracks,
            SegmentTimes times,
            Segmenter segmenter,
            RenditionLabel label) {
        name = folder.name();
        isSingleFile = folder.isSingleFile();
        this.tracks = List.copyOf(tracks);
        this.times = times;
        this.segmenter = segmenter;
        this.label = label;
        kind = tracks.isEmpty() ? TrackKind.TEXT : tracks.getFirst().kind();
        spans = spans(plan);
    }

    private List<RenditionSpan> spans(CutPlan plan) {
        var parts = tracks.stream().map(plan::parts).toList();
        var all = new ArrayList<RenditionSpan>();
        for (int k = 0; k < times.spanCount(); k++) {
            int number = k;
            var here = parts.stream().flatMap(part -> part.get(number).stream()).toList();
            if (times.spanStart(k) < times.spanStart(k + 1)) {
                all.add(new RenditionSpan(this, k, here));
            }
        }
        return List.copyOf(all);
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

    /// Its segments span by span, without spans in which it has none.
    public List<RenditionSpan> spans() {
        return spans;
    }

    /// The span that segment `n` lies in.
    public RenditionSpan span(int n) {
        return spans.stream().filter(span -> n < span.to()).findFirst().orElseThrow();
    }

    /// Everything its segments are decoded with, as long as it lasts; the picture first.
    public List<CodecConfiguration> configurations() {
        return spans.stream().flatMap(span -> span.configurations().stream()).distinct().toList();
    }

    /// The RFC 6381 strings of everything in its segments.
    public List<String> codecs() {
        return configurations().stream().map(CodecConfiguration::codecString).distinct().toList();
    }

    /// What its segments add to the codecs for those who know it, such as `dvh1.08.07/db4h`: Dolby
    /// Vision in CMAF. Transport streams are not told of it.
    public List<String> supplementalCodecs() {
        return spans.stream()
                .flatMap(span -> span.supplementalCodec().stream())
                .distinct()
                .toList();
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

    /// What a playlist says of its picture as long as it lasts.
    ///
    /// @throws IllegalArgumentException when it has none
    public PictureFormat picture() {
        return spans.stream()
                .filter(RenditionSpan::hasPicture)
                .map(RenditionSpan::picture)
                .reduce(PictureFormat::or)
                .orElseThrow(() -> new IllegalArgumentException("not video: " + name));
    }

    /// Whether the segments of each span are one file, [RenditionSpan#singleFile].
    public boolean isSingleFile() {
        return isSingleFile;
    }

    /// The file name of initialization section `number`: `init.mp4` is number 0, `init-2.mp4`
    /// number 1.
    static String initFile(int number) {
        return numbered("init", number, MediaType.MP4);
    }

    static String numbered(String name, int number, MediaType type) {
        return name + (number == 0 ? "" : "-" + (number + 1)) + "." + type.extension();
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
