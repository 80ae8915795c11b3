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

    /// The playlist of every keyframe, as byte ranges into the segments. In fragmented MP4 a range
    /// holds the `moof` before the picture; in transport streams PAT and PMT stand before the
    /// segment's first range.
    public Content iFrames(Rendition rendition) throws MediaFormatException {
        var pictures = rendition.iFrames();
        var playlist = builder(pictures.times().targetSeconds()).isIFramesOnly(true);
        for (int i = 0; i < pictures.count(); i++) {
            int n = pictures.segment(i);
            long offset = rendition.isSingleFile() ? rendition.segmentOffset(n) : 0;
            var range = new ByteRange(pictures.sizes().bytes(i), offset + pictures.offsetBytes(i));
            var segment =
                    new MediaSegment(uri(rendition, n), pictures.times().extinf(i))
                            .withByteRange(range);
            playlist.segment(i == 0 ? withMap(rendition, segment) : segment);
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
