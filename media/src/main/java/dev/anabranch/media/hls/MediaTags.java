package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects the tags and URI lines of a Media Playlist (4.4.3 to 4.4.5).
final class MediaTags {

    private final ParseContext context;
    private final MediaPlaylistBuilder playlist = new MediaPlaylistBuilder(0);
    private final SegmentTags segment;
    private final Set<String> seen = new HashSet<>();
    private final List<MediaSegment> segments = new ArrayList<>();
    private final int maxSegments;

    MediaTags(ParseContext context) {
        this.context = context;
        this.segment = new SegmentTags(context);
        this.maxSegments = context.options.limits().segments();
    }

    /// Whether the tag is one of these; then it has been read.
    boolean take(String name) throws LineException {
        return segment.take(name) || takeMetadata(name) || takeOnce(name);
    }

    void extinf() throws LineException {
        segment.extinf();
    }

    void unknown(UnknownTag tag) throws LineException {
        segment.add(tag);
    }

    void uri(String uri) throws LineException {
        if (segments.size() == maxSegments) {
            throw LineException.limit("number of segments", segments.size() + 1L, maxSegments);
        }
        if (segments.isEmpty() && !seen.contains(MediaPlaylist.TARGET_DURATION)) {
            context.tolerate("EXT-X-TARGETDURATION is required before the first segment");
        }
        segments.add(segment.close(uri));
        context.lines.segment(context.lineNumber());
    }

    /// Whether anything but unknown tags was seen.
    boolean isEmpty() {
        return segments.isEmpty() && seen.isEmpty() && segment.isEmpty();
    }

    MediaPlaylist build(HeaderTags header) throws LineException {
        header.defines.forEach(playlist::define);
        return playlist.version(header.version)
                .hasIndependentSegments(header.hasIndependentSegments)
                .start(header.start)
                .segments(segments)
                .openSegment(segment.open())
                .build();
    }

    private boolean takeMetadata(String name) throws LineException {
        switch (name) {
            case PreloadHint.TAG ->
                    playlist.preloadHint(context.here(PreloadHint.parse(context.attributes())));
            case RenditionReport.TAG ->
                    playlist.renditionReport(
                            context.here(RenditionReport.parse(context.attributes())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean takeOnce(String name) throws LineException {
        switch (name) {
            case MediaPlaylist.TARGET_DURATION -> playlist.targetDuration(targetDuration());
            case MediaPlaylist.MEDIA_SEQUENCE -> playlist.mediaSequence(sequence(false));
            case MediaPlaylist.DISCONTINUITY_SEQUENCE ->
                    playlist.discontinuitySequence(sequence(segment.hasDiscontinuity()));
            case PlaylistType.TAG -> playlist.type(PlaylistType.parse(context.value()));
            case MediaPlaylist.I_FRAMES_ONLY -> playlist.isIFramesOnly(true);
            case MediaPlaylist.END_LIST -> playlist.hasEnded(true);
            case PartInf.TAG -> playlist.partInf(context.here(PartInf.parse(context.attributes())));
            case ServerControl.TAG ->
                    playlist.serverControl(context.here(ServerControl.parse(context.attributes())));
            case Skip.TAG -> playlist.skip(context.here(Skip.parse(context.attributes())));
            default -> {
                return false;
            }
        }
        if (!seen.add(name)) {
            context.tolerate("appears more than once");
        }
        if (segments.isEmpty() && !name.equals(MediaPlaylist.END_LIST)) {
            segment.takeUnknown().forEach(playlist::unknown);
        }
        return true;
    }

    private long targetDuration() throws LineException {
        var value = context.value();
        var seconds = value.decimal();
        value.end();
        if (!seconds.isInteger() || seconds.unscaled() < 0) {
            context.tolerate("the target duration is a whole number of seconds");
            return Math.max(0, (long) Math.ceil(seconds.toDouble()));
        }
        return seconds.rounded();
    }

    private long sequence(boolean isTooLate) throws LineException {
        long value = context.value().lastInteger();
        if (isTooLate || !segments.isEmpty()) {
            context.tolerate("must appear before the first segment and discontinuity");
        }
        return value;
    }
}
