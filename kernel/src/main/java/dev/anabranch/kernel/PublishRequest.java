package dev.anabranch.kernel;

/// Somebody wants to publish.
///
/// @param app the application as the publisher wrote it, not checked
/// @param key what it wrote where the stream's name goes: a stream key or a name, not checked,
///   without the query
/// @param query what followed `?`, without it; empty when there is none
/// @param peer who it is
public record PublishRequest(String app, String key, String query, Peer peer) {}
