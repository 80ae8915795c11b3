package dev.anabranch.packager.live;

import dev.anabranch.media.TrackKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A part on its way to the disk. It keeps the memory of its segment until [#close].
///
/// @param rendition its folder
/// @param ticksPerSecond of the rendition's clock
/// @param msn of its segment
/// @param discontinuity how many came before its segment in the presentation
/// @param wallMicros when its segment begins, in microseconds since 1970
/// @param initNumber of the initialization section in the live playlists
/// @param init its bytes, shared
/// @param startTicks when it is decoded
/// @param durationTicks how long it lasts
/// @param bytes none when it is a hole
/// @param release gives the memory back
record RecordedPart(
        String rendition,
        TrackKind kind,
        long ticksPerSecond,
        long msn,
        int discontinuity,
        long wallMicros,
        int initNumber,
        byte[] init,
        long startTicks,
        long durationTicks,
        ByteBuffer bytes,
        Runnable release)
        implements AutoCloseable {

    /// @param segment retained; released by [#close]
    static RecordedPart of(
            LiveRendition rendition, LiveSegment segment, LivePart part, byte[] init) {
        return new RecordedPart(
                rendition.name(),
                rendition.kind(),
                rendition.timescale().ticksPerSecond(),
                segment.msn(),
                Math.toIntExact(segment.discontinuityNumber()),
                ChronoUnit.MICROS.between(Instant.EPOCH, segment.programDateTime()),
                segment.initNumber(),
                init,
                part.startTicks(),
                part.durationTicks(),
                part.isGap() ? ByteBuffer.allocate(0) : part.bytes(),
                segment::release);
    }

    @Override
    public void close() {
        release.run();
    }
}
