package dev.anabranch.packager.check;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A part or a segment as a live playlist lists it.
///
/// @param playlist the address of the media playlist
/// @param msn the media sequence number of its segment
/// @param part its index in the segment; empty for a whole segment
/// @param address where it is
/// @param listed how long the playlist says it lasts
/// @param isIndependent whether the playlist says that decoding can start there
/// @param discontinuity its discontinuity number
/// @param init the address of its init section; empty for transport streams
public record LivePiece(
        String playlist,
        long msn,
        OptionalInt part,
        String address,
        Duration listed,
        boolean isIndependent,
        long discontinuity,
        Optional<String> init) {

    String where() {
        return part.isPresent()
                ? "media sequence number %d, part %d".formatted(msn, part.getAsInt())
                : "media sequence number " + msn;
    }

    boolean startsSegment() {
        return part.orElse(0) == 0;
    }
}
