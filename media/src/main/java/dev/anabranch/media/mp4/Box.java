package dev.anabranch.media.mp4;

/// A box inside another: its type and its payload.
///
/// @param type the four-character code
public record Box(String type, BoxReader payload) {}
