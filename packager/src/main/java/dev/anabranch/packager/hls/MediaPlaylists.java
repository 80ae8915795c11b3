package dev.anabranch.packager.hls;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.ByteRange;
import dev.anabranch.media.hls.Discontinuity;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaPlaylistBuilder;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PlaylistType;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Rendition;
import dev.anabranch.packager.RenditionSpan;
import java.util.Collections;

/// The media playlist and the I-frame playlist of a rendition (draft-pantos-hls-rfc8216bis, 4.4.3).
///
/// @param targetSeconds the target duration that all renditions share (6.2.4)
public record MediaPlaylists(long targetSeconds) {

    /// The playlist of all segments.
    public Content media(Rendition rendition) throws MediaFormatException {
        var playlist = builder(targetSeconds).hasIndependentSegments(true);
        for (var span : rendition.spans()) {
            for (int n = span.from(); n < span.to(); n++) {
                var segment = segment(span, n);
                if (rendition.isSingleFile()) {
                    segment =
                            segment.withByteRange(
                                    new ByteRange(
                                            rendition.sizes().bytes(n), span.segmentOffset(n)));
                }
                playlist.segment(segment);
            }
        }
        return content(playlist, rendition);
    }

    /// The playlist of every keyframe, as byte ranges into the segments. In fragmented MP4 a range
    /// holds the `moof` before the picture; in transport streams PAT and PMT stand before the
    /// segment's first range.
    public Content iFrames(Rendition rendition) throws MediaFormatException {
        var pictures = rendition.iFrames();
        var playlist = builder(pictures.times().targetSeconds()).isIFramesOnly(true);
        int spanEnd = 0;
        for (int i = 0; i < pictures.count(); i++) {
            int n = pictures.segment(i);
            var span = rendition.span(n);
            long offset = rendition.isSingleFile() ? span.segmentOffset(n) : 0;
            var range = new ByteRange(pictures.sizes().bytes(i), offset + pictures.offsetBytes(i));
            var segment =
                    new MediaSegment(uri(span, n), pictures.times().extinf(i)).withByteRange(range);
            playlist.segment(n < spanEnd ? segment : opening(span, segment));
            spanEnd = span.to();
        }
        return content(playlist, rendition);
    }

    private static MediaPlaylistBuilder builder(long targetSeconds) {
        return MediaPlaylist.builder(targetSeconds).type(PlaylistType.VOD).hasEnded(true);
    }

    private static MediaSegment segment(RenditionSpan span, int n) {
        var segment = new MediaSegment(uri(span, n), span.rendition().times().extinf(n));
        return n == span.from() ? opening(span, segment) : segment;
    }

    private static String uri(RenditionSpan span, int n) {
        var rendition = span.rendition();
        return rendition.isSingleFile() ? span.singleFile() : rendition.segmentFile(n);
    }

    /// The first of a span says what it is decoded with, and that it is no continuation.
    private static MediaSegment opening(RenditionSpan span, MediaSegment segment) {
        return withMap(span, withDiscontinuity(span, segment));
    }

    /// A discontinuity for every span that has begun since the segment before, so that sequence
    /// numbers agree across renditions (6.2.4) even where one has no segment in some span.
    private static MediaSegment withDiscontinuity(RenditionSpan span, MediaSegment segment) {
        var all = span.rendition().spans();
        int at = all.indexOf(span);
        int begun = at == 0 ? 0 : span.number() - all.get(at - 1).number();
        return segment.withTags(Collections.nCopies(begun, new Discontinuity()));
    }

    private static MediaSegment withMap(RenditionSpan span, MediaSegment segment) {
        var init = span.init();
        if (init.isEmpty()) {
            return segment;
        }
        return segment.with(
                span.rendition().isSingleFile()
                        ? new MapSection(
                                span.singleFile(), new ByteRange(init.get().sizeBytes(), 0))
                        : new MapSection(span.initFile()));
    }

    private static Content content(MediaPlaylistBuilder playlist, Rendition rendition) {
        playlist.discontinuitySequence(rendition.spans().getFirst().number());
        return Content.of(MediaType.HLS_PLAYLIST, playlist.build().toBytes());
    }
}
