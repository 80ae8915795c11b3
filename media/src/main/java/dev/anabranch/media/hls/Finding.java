package dev.anabranch.media.hls;

/// Something a playlist gets wrong that was tolerated while it was read.
///
/// @param line counted from 1
/// @param message the tag and what is wrong with it
public record Finding(int line, String message) {}
