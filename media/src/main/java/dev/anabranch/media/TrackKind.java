package dev.anabranch.media;

/// What a track carries.
public enum TrackKind {
    VIDEO,
    AUDIO,
    TEXT,
    METADATA
}
