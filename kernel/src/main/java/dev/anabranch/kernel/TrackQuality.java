package dev.anabranch.kernel;

/// What one track brings in.
///
/// @param trackId which
/// @param codec its CODECS value of RFC 6381
/// @param bitsPerSecond over the last seconds
/// @param framesPerSecond over the last seconds, by arrival
/// @param keyframeDistanceSeconds between the last two keyframes by their timestamps, or since the
///   last one when that is longer; 0 for other tracks than video
/// @param frames since the publisher came
/// @param bytes since the publisher came
/// @param keyframes since the publisher came
public record TrackQuality(
        int trackId,
        String codec,
        long bitsPerSecond,
        double framesPerSecond,
        double keyframeDistanceSeconds,
        long frames,
        long bytes,
        long keyframes) {}
