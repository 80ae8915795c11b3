package dev.anabranch.protocol.rtmp;

/// The header of a message as its chunks told it.
///
/// @param timestamp 32 bits, unsigned, in milliseconds, not unwrapped
/// @param streamId message stream id: 0 for the connection itself
record Message(int type, long timestamp, int sizeBytes, int streamId) {}
