package dev.anabranch.transcode;

/// Something a plan decided, for `--explain`.
///
/// @param subject what it is about: `1080p`, `audio en`, `keyframes`, `encoder`
/// @param choice what is done: `copied`, `libx264 at 5.2 Mbit/s`
/// @param reason why, in a sentence for a person
public record Decision(String subject, String choice, String reason) {}
