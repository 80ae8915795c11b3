package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.time.Instant;
import java.util.Optional;

/// `mvhd`: the clock and the length of the whole presentation (ISO/IEC 14496-12, 8.2.2).
///
/// @param creationSeconds since 1904-01-01T00:00:00Z, 0 when not set
/// @param ticksPerSecond of the movie's clock, as the file has it: may be 0
/// @param durationTicks on the movie's clock; -1 when unknown
record MovieHeader(long creationSeconds, long ticksPerSecond, long durationTicks) {

    private static final Instant EPOCH = Instant.parse("1904-01-01T00:00:00Z");

    /// What is known of a movie without the box.
    static final MovieHeader UNKNOWN = new MovieHeader(0, 0, -1);

    static MovieHeader parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        if (version == 1) {
            long created = box.i64();
            box.skip(8);
            return new MovieHeader(created, box.u32(), Math.max(box.i64(), -1));
        }
        long created = box.u32();
        box.skip(4);
        long timescale = box.u32();
        long duration = box.u32();
        return new MovieHeader(created, timescale, duration == 0xFFFF_FFFFL ? -1 : duration);
    }

    /// @param nextTrackId greater than every track's
    void write(BoxWriter out, int nextTrackId) {
        int at = out.begin("mvhd", 0, 0);
        out.u32(creationSeconds).u32(creationSeconds).u32(ticksPerSecond).u32(durationTicks);
        out.u32(0x0001_0000).u16(0x0100).zeros(10);
        Rotation.NONE.writeMatrix(out);
        out.zeros(24).u32(nextTrackId);
        out.end(at);
    }

    /// The movie's clock; empty when it has none.
    Optional<Timescale> timescale() {
        return ticksPerSecond == 0 ? Optional.empty() : Optional.of(new Timescale(ticksPerSecond));
    }

    /// When the file says it was made; empty when it does not or cannot be right.
    Optional<Instant> creationTime() {
        if (creationSeconds <= 0 || creationSeconds > 0xFFFF_FFFFL * 4) {
            return Optional.empty();
        }
        return Optional.of(EPOCH.plusSeconds(creationSeconds));
    }
}
