package dev.anabranch.media.hls;

/// In which kind of playlist a tag may stand (4.4.1 to 4.4.6).
enum TagScope {
    EITHER,
    MEDIA,
    MULTIVARIANT,
    UNKNOWN;

    static TagScope of(String name) {
        return switch (name) {
            case Header.EXTM3U,
                    Header.VERSION,
                    Header.INDEPENDENT_SEGMENTS,
                    Start.TAG,
                    Define.TAG ->
                    EITHER;
            case MediaSegment.EXTINF,
                    MediaSegment.BYTERANGE,
                    Discontinuity.TAG,
                    Gap.TAG,
                    Key.TAG,
                    MapSection.TAG,
                    ProgramDateTime.TAG,
                    Bitrate.TAG,
                    DateRange.TAG,
                    PartialSegment.TAG,
                    MediaPlaylist.TARGET_DURATION,
                    MediaPlaylist.MEDIA_SEQUENCE,
                    MediaPlaylist.DISCONTINUITY_SEQUENCE,
                    MediaPlaylist.I_FRAMES_ONLY,
                    MediaPlaylist.END_LIST,
                    PlaylistType.TAG,
                    PartInf.TAG,
                    ServerControl.TAG,
                    Skip.TAG,
                    PreloadHint.TAG,
                    RenditionReport.TAG ->
                    MEDIA;
            case Variant.TAG,
                    IFrameVariant.TAG,
                    Rendition.TAG,
                    SessionData.TAG,
                    SessionKey.TAG,
                    ContentSteering.TAG ->
                    MULTIVARIANT;
            default -> UNKNOWN;
        };
    }
}
