package dev.anabranch.client;

import dev.anabranch.media.hls.ByteRange;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A resource, or a range of one, that is wanted.
///
/// @param address absolute, `http` or `https`
/// @param range which bytes; empty means all
/// @param timeout for the whole answer, from the moment of asking; more than zero
/// @param maxBytes more than this are not taken, before and after decompression; at least 1
public record Request(URI address, Optional<ByteRange> range, Duration timeout, int maxBytes) {

    /// Enough for a playlist of a day, too little to fill a heap.
    public static final int PLAYLIST_BYTES = 16 << 20;

    public static final int MEDIA_BYTES = 256 << 20;

    public Request {
        var scheme = address.getScheme();
        boolean isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!isWeb || address.getHost() == null) {
            throw new IllegalArgumentException("address=" + address);
        }
        if (timeout.isZero() || timeout.isNegative() || maxBytes < 1) {
            throw new IllegalArgumentException("timeout=" + timeout + " maxBytes=" + maxBytes);
        }
    }

    public static Request playlist(URI address, Duration timeout) {
        return new Request(address, Optional.empty(), timeout, PLAYLIST_BYTES);
    }

    public static Request media(URI address, Optional<ByteRange> range, Duration timeout) {
        return new Request(address, range, timeout, MEDIA_BYTES);
    }
}
