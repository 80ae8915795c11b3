package dev.anabranch.kernel;

/// Somebody wants to play.
///
/// @param app the application as the player wrote it, not checked
/// @param name the stream's name as the player wrote it, not checked, without the query
/// @param query what followed `?`, without it; empty when there is none
/// @param peer who it is
public record PlayRequest(String app, String name, String query, Peer peer) {}
