package dev.anabranch.origin;

/// Somebody who asks for a live stream over HTTP.
///
/// @param token what was given to be let in; empty when nothing was
/// @param address its IP address
/// @param program its `User-Agent`; empty when it says nothing
public record Visitor(String token, String address, String program) {}
