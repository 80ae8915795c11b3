package dev.anabranch.kernel;

/// Who is at the other end of a connection.
///
/// @param protocol `rtmp`, `rtmps`, ...
/// @param address its IP address, without port
/// @param program what it says it is (`flashVer`, `User-Agent`), empty when it says nothing
public record Peer(String protocol, String address, String program) {}
