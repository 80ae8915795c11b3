package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.time.Instant;

/// The `prft` box: the wall-clock time at which a piece of media was made (ISO/IEC 14496-12,
/// 8.16.5).
///
/// @param trackId the reference track
/// @param flags what the time means: 0 encoder input, 1 encoder output, 2 `moof` finished, 4 `moof`
///   written, 8 arbitrary but consistent, 24 real time captured
/// @param ntpTime 64-bit NTP timestamp: seconds since 1900 and 2^-32 of a second
/// @param mediaTicks the same moment on the track's clock
public record ProducerReferenceTime(int trackId, int flags, long ntpTime, long mediaTicks) {

    /// The time at which the picture or sound was captured.
    public static final int CAPTURED = 24;

    private static final long UNIX_EPOCH_IN_NTP = 2_208_988_800L;

    public static ProducerReferenceTime of(int trackId, int flags, Instant at, long mediaTicks) {
        long fraction = ((long) at.getNano() << 32) / 1_000_000_000L;
        long seconds = at.getEpochSecond() + UNIX_EPOCH_IN_NTP;
        return new ProducerReferenceTime(trackId, flags, seconds << 32 | fraction, mediaTicks);
    }

    /// The wall-clock time, in the NTP era that started in 1900.
    public Instant instant() {
        long nanos = Math.unsignedMultiplyHigh(ntpTime << 32, 1_000_000_000L);
        return Instant.ofEpochSecond((ntpTime >>> 32) - UNIX_EPOCH_IN_NTP, nanos);
    }

    static ProducerReferenceTime parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        int flags = box.u24();
        int trackId = box.i32();
        long ntp = box.i64();
        long media = version == 0 ? box.u32() : box.i64();
        return new ProducerReferenceTime(trackId, flags, ntp, media);
    }

    void write(BoxWriter out) {
        int at = out.begin("prft", 1, flags);
        out.u32(trackId).u64(ntpTime).u64(mediaTicks);
        out.end(at);
    }
}
