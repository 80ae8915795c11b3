package dev.anabranch.transcode;

import dev.anabranch.media.Rational;

/// A sound of a source.
///
/// @param index of the stream in the input
/// @param codec as ffprobe names it: `aac`
/// @param profile as ffprobe names it: `LC`; empty when unknown
/// @param layout as ffmpeg names it: `5.1`; empty when unknown
/// @param bitsPerSecond 0 when unknown
/// @param language a BCP 47 tag, `und` when unknown
/// @param title empty when there is none
/// @param isDefault whether a player should choose it
/// @param timeBase the unit of its times in seconds
public record SourceAudio(
        int index,
        String codec,
        String profile,
        int samplesPerSecond,
        int channels,
        String layout,
        long bitsPerSecond,
        String language,
        String title,
        boolean isDefault,
        Rational timeBase) {}
