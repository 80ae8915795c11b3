package dev.anabranch.client;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server answered, and when.
///
/// @param address where it came from, after redirects
/// @param status of HTTP
/// @param body decompressed; not to be changed
/// @param fields of the header, names in lower case
/// @param protocol such as `HTTP/2`
/// @param timing when what happened
public record Answer(
        URI address,
        int status,
        byte[] body,
        Map<String, String> fields,
        String protocol,
        Timing timing) {

    private static final int OK = 200;
    private static final int PARTIAL = 206;

    /// Moments on the [PlaybackClock], none before the one before it.
    ///
    /// @param sentNanos when it was asked
    /// @param firstByteNanos when the first piece of the body came; the last moment when it is
    ///   empty
    /// @param lastByteNanos when the body was complete
    public record Timing(long sentNanos, long firstByteNanos, long lastByteNanos) {

        public Timing {
            if (firstByteNanos < sentNanos || lastByteNanos < firstByteNanos) {
                throw new IllegalArgumentException(
                        "sentNanos=%d firstByteNanos=%d lastByteNanos=%d"
                                .formatted(sentNanos, firstByteNanos, lastByteNanos));
            }
        }

        public long waitNanos() {
            return lastByteNanos - sentNanos;
        }

        public long transferNanos() {
            return lastByteNanos - firstByteNanos;
        }
    }

    public Answer {
        fields = Map.copyOf(fields);
    }

    /// Whether the body is what was asked for.
    public boolean isSuccess() {
        return status == OK || status == PARTIAL;
    }

    /// A header field.
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }
}
