package dev.anabranch.media.hls;

/// A tag that stands before a segment's URI line and says something about it, about those that
/// follow it, or about the timeline at this place (4.4.4, EXT-X-DATERANGE of 4.4.5).
///
/// EXTINF and EXT-X-BYTERANGE are fields of [MediaSegment].
public sealed interface SegmentTag
        permits Bitrate,
                DateRange,
                Discontinuity,
                Gap,
                Key,
                MapSection,
                PartialSegment,
                ProgramDateTime,
                UnknownTag {}
