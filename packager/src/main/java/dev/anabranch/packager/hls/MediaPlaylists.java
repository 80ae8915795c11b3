package dev.anabranch.packager.hls;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.ByteRange;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaPlaylistBuilder;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PlaylistType;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Rendition;

/// The media playlist and the I-frame playlist of a rendition (draft-pantos-hls-rfc8216bis, 4.4.3).
///
/// @param targetSeconds the target duration that all renditions share (6.2.4)
public record MediaPlaylists(long targetSeconds) {

    /// The playlist of all segments.
    public Content media(Rendition rendition) throws MediaFormatException {
        var playlist = builder(targetSeconds).hasIndependentSegments(true);
        var times = rendition.times();
        for (int n = 0; n < times.count(); n++) {
            var segment = new MediaSegment(uri(rendition, n), times.extinf(n));
            if (rendition.isSingleFile()) {
                segment =
                        segment.withByteRange(
                                new ByteRange(
                                        rendition.sizes().bytes(n), rendition.segmentOffset(n)));
            }
            playlist.segment(n == 0 ? withMap(rendition, segment) : segment);
        }
        return content(playlist);
    }

    /// The playlist of the first picture of every segment, as byte ranges into the segments. A
    /// range starts with the segment, so it holds what stands before the picture: the `moof` box,
    /// or PAT and PMT.
    public Content iFrames(Rendition rendition) throws MediaFormatException {
        var times = rendition.times();
        var playlist = builder(times.targetSeconds()).isIFramesOnly(true);
        for (int n = 0; n < times.count(); n++) {
            long offset = rendition.isSingleFile() ? rendition.segmentOffset(n) : 0;
            var range = new ByteRange(rendition.iFrameSizes().bytes(n), offset);
            var segment = new MediaSegment(uri(rendition, n), times.extinf(n)).withByteRange(range);
            playlist.segment(n == 0 ? withMap(rendition, segment) : segment);
        }
        return content(playlist);
    }

    private static MediaPlaylistBuilder builder(long targetSeconds) {
        return MediaPlaylist.builder(targetSeconds).type(PlaylistType.VOD).hasEnded(true);
    }

    private static MediaSegment withMap(Rendition rendition, MediaSegment segment) {
        var init = rendition.init();
        if (init.isEmpty()) {
            return segment;
        }
        return segment.with(
                rendition.isSingleFile()
                        ? new MapSection(
                                rendition.singleFile(), new ByteRange(init.get().sizeBytes(), 0))
                        : new MapSection(Rendition.INIT_FILE));
    }

    private static String uri(Rendition rendition, int n) {
        return rendition.isSingleFile() ? rendition.singleFile() : rendition.segmentFile(n);
    }

    private static Content content(MediaPlaylistBuilder playlist) {
        return Content.of(MediaType.HLS_PLAYLIST, playlist.build().toBytes());
    }
}
