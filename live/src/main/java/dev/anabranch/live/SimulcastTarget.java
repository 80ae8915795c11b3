package dev.anabranch.live;

/// One of the places a stream is sent on to while it is on air.
///
/// @param id unique in its stream
public record SimulcastTarget(String id, TargetAddress address) {}
