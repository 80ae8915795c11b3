package dev.anabranch.protocol.rtmp;

/// What one AMF value may be made of; checked before anything is allocated.
///
/// @param depth of objects inside objects
/// @param textBytes of one string or name
/// @param values in one message, names counted too
record AmfLimits(int depth, int textBytes, int values) {

    static final AmfLimits DEFAULT = new AmfLimits(16, 16 << 10, 4096);
}
