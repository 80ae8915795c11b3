package dev.anabranch.media.hls;

/// A tag of a Multivariant Playlist (4.4.6), or one without meaning between them.
public sealed interface MultivariantTag
        permits ContentSteering,
                IFrameVariant,
                Rendition,
                SessionData,
                SessionKey,
                UnknownTag,
                Variant {}
