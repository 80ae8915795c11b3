package dev.anabranch.packager.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a server answered to one request for something live.
///
/// @param address what was asked for, without delivery directives
/// @param asked the delivery directives of a playlist
/// @param status of HTTP
/// @param body decompressed; not to be changed
/// @param fields of the header, names in lower case
/// @param sentNanos when it was asked, on any one monotonic clock
/// @param firstByteNanos when the first piece of the body came
/// @param lastByteNanos when the body was complete
@SuppressWarnings("ArrayRecordComponent")
public record LiveAnswer(
        String address,
        Asked asked,
        int status,
        byte[] body,
        Map<String, String> fields,
        long sentNanos,
        long firstByteNanos,
        long lastByteNanos) {

    private static final int OK = 200;

    /// Delivery directives (6.2.5).
    ///
    /// @param msn `_HLS_msn`
    /// @param part `_HLS_part`
    /// @param isDelta whether `_HLS_skip` asked for a delta update
    public record Asked(OptionalLong msn, OptionalLong part, boolean isDelta) {

        public static final Asked PLAIN =
                new Asked(OptionalLong.empty(), OptionalLong.empty(), false);

        @Override
        public String toString() {
            var text = new StringBuilder();
            msn.ifPresent(number -> text.append("_HLS_msn=").append(number));
            part.ifPresent(number -> text.append(" _HLS_part=").append(number));
            return (isDelta ? text.append(" _HLS_skip") : text).toString().strip();
        }
    }

    public LiveAnswer {
        fields = Map.copyOf(fields);
        if (firstByteNanos < sentNanos || lastByteNanos < firstByteNanos) {
            throw new IllegalArgumentException(
                    "sentNanos=%d firstByteNanos=%d lastByteNanos=%d"
                            .formatted(sentNanos, firstByteNanos, lastByteNanos));
        }
    }

    boolean isOk() {
        return status == OK;
    }

    long waitNanos() {
        return lastByteNanos - sentNanos;
    }

    /// From the first byte of the body to the last.
    long transferNanos() {
        return lastByteNanos - firstByteNanos;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    Resources.Fetched fetched() {
        return new Resources.Fetched(body, body.length, fields);
    }
}
