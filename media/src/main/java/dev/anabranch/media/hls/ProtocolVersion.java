package dev.anabranch.media.hls;

import java.util.List;

/// The lowest EXT-X-VERSION a playlist may state (section 8).
final class ProtocolVersion {

    static final int IV = 2;
    static final int DECIMAL_DURATIONS = 3;
    static final int BYTE_RANGES = 4;
    static final int KEY_FORMATS = 5;
    static final int MAP = 5;
    static final int MAP_WITHOUT_I_FRAMES_ONLY = 6;
    static final int CAPTION_SERVICES = 7;
    static final int VARIABLES = 8;
    static final int SKIP = 9;
    static final int SKIPPED_DATE_RANGES = 10;
    static final int QUERY_PARAMETERS = 11;
    static final int REQUIRED_ATTRIBUTES = 12;
    static final int IN_STREAM_RENDITIONS = 13;

    private ProtocolVersion() {}

    static int minimum(Playlist playlist) {
        int version = defines(playlist.defines());
        return switch (playlist) {
            case MediaPlaylist media -> Math.max(version, media(media));
            case MultivariantPlaylist multivariant ->
                    multivariant.tags().stream()
                            .mapToInt(ProtocolVersion::multivariantTag)
                            .reduce(version, Math::max);
        };
    }

    private static int defines(List<Define> defines) {
        int version = 1;
        for (var define : defines) {
            boolean isParameter = define.source() == Define.Source.QUERYPARAM;
            version = Math.max(version, isParameter ? QUERY_PARAMETERS : VARIABLES);
        }
        return version;
    }

    private static int media(MediaPlaylist playlist) {
        int version = playlist.isIFramesOnly() ? BYTE_RANGES : 1;
        var skip = playlist.skip();
        if (skip != null) {
            boolean skipsRanges = skip.recentlyRemovedDateRanges() != null;
            version = skipsRanges ? SKIPPED_DATE_RANGES : SKIP;
        }
        int map = playlist.isIFramesOnly() ? MAP : MAP_WITHOUT_I_FRAMES_ONLY;
        for (var segment : playlist.segments()) {
            version = Math.max(version, segment(segment, map));
        }
        return Math.max(version, segmentTags(playlist.openSegment(), map));
    }

    private static int segment(MediaSegment segment, int map) {
        int version = segment.duration().scale() > 0 ? DECIMAL_DURATIONS : 1;
        if (segment.byteRange() != null) {
            version = BYTE_RANGES;
        }
        return segment.tags().isEmpty()
                ? version
                : Math.max(version, segmentTags(segment.tags(), map));
    }

    private static int segmentTags(List<SegmentTag> tags, int map) {
        int version = 1;
        for (var tag : tags) {
            int needed =
                    switch (tag) {
                        case Key key -> key(key);
                        case MapSection section -> Math.max(map, others(section.others()));
                        case DateRange range -> others(range.others());
                        case PartialSegment part -> others(part.others());
                        case Bitrate _, Discontinuity _, Gap _, ProgramDateTime _, UnknownTag _ ->
                                1;
                    };
            version = Math.max(version, needed);
        }
        return version;
    }

    private static int key(Key key) {
        int version = Math.max(key.iv() == null ? 1 : IV, others(key.others()));
        boolean hasFormat = key.keyFormat() != null || key.keyFormatVersions() != null;
        return hasFormat || key.method().equals(Key.SAMPLE_AES)
                ? Math.max(version, KEY_FORMATS)
                : version;
    }

    private static int multivariantTag(MultivariantTag tag) {
        return switch (tag) {
            case Variant variant -> stream(variant.stream(), variant.others());
            case IFrameVariant variant -> stream(variant.stream(), variant.others());
            case Rendition rendition -> rendition(rendition);
            case SessionKey session -> key(session.key());
            case SessionData datum -> others(datum.others());
            case ContentSteering steering -> others(steering.others());
            case UnknownTag _ -> 1;
        };
    }

    private static int stream(StreamProperties stream, List<Attribute> others) {
        return stream.reqVideoLayout().isEmpty() ? others(others) : REQUIRED_ATTRIBUTES;
    }

    private static int rendition(Rendition rendition) {
        int version = others(rendition.others());
        String inStreamId = rendition.inStreamId();
        if (inStreamId == null) {
            return version;
        }
        if (rendition.type() != Rendition.Type.CLOSED_CAPTIONS) {
            return IN_STREAM_RENDITIONS;
        }
        return inStreamId.startsWith("SERVICE") ? Math.max(version, CAPTION_SERVICES) : version;
    }

    private static int others(List<Attribute> others) {
        for (var other : others) {
            if (other.name().startsWith("REQ-")) {
                return REQUIRED_ATTRIBUTES;
            }
        }
        return 1;
    }
}
