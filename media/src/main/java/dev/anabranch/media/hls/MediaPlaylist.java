package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Media Playlist (4.4.3): segments and what holds for all of them.
///
/// @param version at least 1; [#minimumVersion] says what is needed
/// @param hasIndependentSegments whether every segment decodes by itself
/// @param start where to begin
/// @param defines variables, in order
/// @param targetDuration in seconds; 0 when a tolerated playlist has none
/// @param mediaSequence the number of the first segment, skipped ones included
/// @param discontinuitySequence the discontinuity number the first segment counts from
/// @param type null when the playlist may lose its oldest segments
/// @param isIFramesOnly whether each segment is one I-frame
/// @param partInf present when there are parts
/// @param serverControl which delivery directives are obeyed
/// @param skip in a delta update, what was left out before `segments`
/// @param unknown tags without meaning in the header, in their order
/// @param segments in their order
/// @param openSegment the tags after the last segment: parts of the one under way, date ranges
/// @param preloadHints what can be asked for already
/// @param renditionReports how far other renditions are
/// @param hasEnded whether EXT-X-ENDLIST says that nothing will be added
public record MediaPlaylist(
        int version,
        boolean hasIndependentSegments,
        @Nullable Start start,
        List<Define> defines,
        long targetDuration,
        long mediaSequence,
        long discontinuitySequence,
        @Nullable PlaylistType type,
        boolean isIFramesOnly,
        @Nullable PartInf partInf,
        @Nullable ServerControl serverControl,
        @Nullable Skip skip,
        List<UnknownTag> unknown,
        List<MediaSegment> segments,
        List<SegmentTag> openSegment,
        List<PreloadHint> preloadHints,
        List<RenditionReport> renditionReports,
        boolean hasEnded)
        implements Playlist {

    static final String TARGET_DURATION = "EXT-X-TARGETDURATION";
    static final String MEDIA_SEQUENCE = "EXT-X-MEDIA-SEQUENCE";
    static final String DISCONTINUITY_SEQUENCE = "EXT-X-DISCONTINUITY-SEQUENCE";
    static final String I_FRAMES_ONLY = "EXT-X-I-FRAMES-ONLY";
    static final String END_LIST = "EXT-X-ENDLIST";

    private static final int HEADER_BYTES = 1024;
    private static final int BYTES_PER_SEGMENT = 64;

    public MediaPlaylist {
        defines = List.copyOf(defines);
        unknown = List.copyOf(unknown);
        segments = List.copyOf(segments);
        openSegment = List.copyOf(openSegment);
        preloadHints = List.copyOf(preloadHints);
        renditionReports = List.copyOf(renditionReports);
        if (targetDuration < 0 || mediaSequence < 0 || discontinuitySequence < 0) {
            throw new IllegalArgumentException(
                    "targetDuration="
                            + targetDuration
                            + " mediaSequence="
                            + mediaSequence
                            + " discontinuitySequence="
                            + discontinuitySequence);
        }
    }

    public static MediaPlaylistBuilder builder(long targetDuration) {
        return new MediaPlaylistBuilder(targetDuration);
    }

    /// A builder that starts from this playlist.
    public MediaPlaylistBuilder toBuilder() {
        return new MediaPlaylistBuilder(this);
    }

    /// The parts of the segment that is not complete yet.
    public List<PartialSegment> openParts() {
        return MediaSegment.all(openSegment, PartialSegment.class);
    }

    /// The media sequence number of the first segment in [#segments].
    public long firstListedSequence() {
        return mediaSequence + (skip == null ? 0 : skip.skippedSegments());
    }

    /// The sum of all EXTINF durations in seconds, skipped segments not counted.
    public Decimal duration() {
        var sum = Decimal.ZERO;
        for (var segment : segments) {
            sum = sum.plus(segment.duration());
        }
        return sum;
    }

    @Override
    public byte[] toBytes() {
        var out = new LineWriter(HEADER_BYTES + BYTES_PER_SEGMENT * segments.size());
        writeHeader(out);
        for (var segment : segments) {
            segment.write(out);
        }
        MediaSegment.writeTags(openSegment, out);
        for (var hint : preloadHints) {
            hint.write(out);
        }
        for (var report : renditionReports) {
            report.write(out);
        }
        if (hasEnded) {
            out.tag(END_LIST).newLine();
        }
        return out.toBytes();
    }

    /// Tags without meaning come before the target duration: the parser counts those behind the
    /// last tag of the header to the first segment.
    private void writeHeader(LineWriter out) {
        Header.write(this, out);
        for (var tag : unknown) {
            tag.write(out);
        }
        if (targetDuration > 0) {
            Header.writeInteger(TARGET_DURATION, targetDuration, out);
        }
        if (serverControl != null) {
            serverControl.write(out);
        }
        if (partInf != null) {
            partInf.write(out);
        }
        Header.writeInteger(MEDIA_SEQUENCE, mediaSequence, out);
        if (discontinuitySequence > 0 || mayLoseDiscontinuities()) {
            Header.writeInteger(DISCONTINUITY_SEQUENCE, discontinuitySequence, out);
        }
        if (type != null) {
            type.write(out);
        }
        if (isIFramesOnly) {
            out.tag(I_FRAMES_ONLY).newLine();
        }
        if (skip != null) {
            skip.write(out);
        }
    }

    /// A live playlist with a discontinuity has to count them before it removes one (6.2.2).
    private boolean mayLoseDiscontinuities() {
        if (type != null || hasEnded) {
            return false;
        }
        for (var segment : segments) {
            if (segment.hasDiscontinuity()) {
                return true;
            }
        }
        return false;
    }
}
