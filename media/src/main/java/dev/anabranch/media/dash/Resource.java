package dev.anabranch.media.dash;

import java.util.Optional;

/// Something to fetch.
///
/// @param url absolute when the MPD's own address was
/// @param range empty for all of it
public record Resource(String url, Optional<ByteRange> range) {}
