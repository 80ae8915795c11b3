package dev.anabranch.packager.live;

/// How much of a media playlist is asked for (draft-pantos-hls-rfc8216bis, 6.2.5.1).
public enum Delta {
    /// All of it.
    FULL,
    /// `_HLS_skip=YES`: without the segments a player has long had.
    SKIP,
    /// `_HLS_skip=v2`: without the date ranges it has had either.
    SKIP_V2
}
