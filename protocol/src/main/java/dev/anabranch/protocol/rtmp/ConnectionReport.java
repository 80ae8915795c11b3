package dev.anabranch.protocol.rtmp;

import java.util.Optional;

/// How an outgoing connection fares, for people and programs.
///
/// @param lastError why the last attempt ended, also while a later one goes well
/// @param connections how often media flowed
/// @param failures attempts in a row that ended before media flowed, or since it stopped
/// @param bytes of messages moved since the start
/// @param frames moved since the start
/// @param droppedFrames left out because the other side was too slow or something was not supported
public record ConnectionReport(
        ConnectionState state,
        Optional<String> lastError,
        int connections,
        int failures,
        long bytes,
        long frames,
        long droppedFrames) {}
