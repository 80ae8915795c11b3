package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Sample;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One track of a publisher: its configuration as it is now, and its times. Belongs to the
/// connection's event loop.
final class IngestTrack {

    /// The highest multitrack id taken: kernels number tracks 1 to 32.
    static final int MAX_TRACK = 14;

    private static final int TICKS_PER_MILLI = 90;
    private static final long NANOS_PER_VIDEO_TICK_TIMES_9 = 100_000;

    /// Of AC-3 and MPEG audio: all that a decoder is set up by lies in these first bytes.
    private static final int HEADER_BYTES = 8;

    private final int id;
    private final FourCc codec;
    private @Nullable CodecConfiguration configuration;
    private int lengthSize = 4;
    private @Nullable AudioClock clock;
    private long frameHeader;

    IngestTrack(FourCc codec, int multitrackId) {
        this.codec = codec;
        id = 2 * multitrackId + (codec.isVideo() ? 1 : 2);
    }

    FourCc codec() {
        return codec;
    }

    boolean isDescribed() {
        return configuration != null;
    }

    /// Bytes of the length before each NAL unit as it comes in; 4 where there are none.
    int lengthSize() {
        return lengthSize;
    }

    /// Takes a configuration record.
    ///
    /// @return the track to describe, null when nothing changed
    @Nullable Track configure(CodecConfiguration told) throws MediaFormatException {
        lengthSize = lengthSize(told);
        var normal = lengthSize == 4 ? told : withFourByteLengths(told);
        if (normal.equals(configuration)) {
            return null;
        }
        var before = configuration;
        configuration = normal;
        if (!(normal instanceof AudioConfiguration audio)) {
            return new Track(id, Timescale.MPEG, normal, "und", "");
        }
        int rate = audio.sampleRateHz();
        if (clock == null
                || !(before instanceof AudioConfiguration a)
                || a.sampleRateHz() != rate) {
            clock = new AudioClock(rate);
        }
        return new Track(id, new Timescale(rate), normal, "und", "");
    }

    /// Takes the configuration from a frame, for codecs that have it only there.
    ///
    /// @return the track to describe, null when nothing changed
    @Nullable Track configureBy(ByteBuffer frame) throws MediaFormatException {
        long header = header(frame);
        if (configuration != null && header == frameHeader) {
            return null;
        }
        var told = CodecRecord.ofFrame(codec, frame);
        frameHeader = header;
        return told.isPresent() ? configure(told.get()) : null;
    }

    /// When a frame is decoded and shown.
    ///
    /// @param millis of its message, unwrapped
    Sample sample(TagPart part, long millis, ByteBuffer frame) throws MediaFormatException {
        if (configuration instanceof AudioConfiguration audio && clock != null) {
            int samples = samples(audio, frame);
            long ticks = clock.ticks(millis, part.offsetNanos(), samples);
            return new Sample(id, ticks, ticks, samples, true);
        }
        long dts =
                millis * TICKS_PER_MILLI + 9L * part.offsetNanos() / NANOS_PER_VIDEO_TICK_TIMES_9;
        long pts = dts + (long) part.compositionMillis() * TICKS_PER_MILLI;
        return new Sample(id, dts, pts, 0, part.isKeyframe());
    }

    private static int samples(AudioConfiguration audio, ByteBuffer frame)
            throws MediaFormatException {
        return audio instanceof OpusConfiguration
                ? OpusConfiguration.packetSamples(frame)
                : audio.samplesPerFrame();
    }

    private static int lengthSize(CodecConfiguration told) {
        return switch (told) {
            case AvcConfiguration avc -> avc.lengthSize();
            case HevcConfiguration hevc -> hevc.lengthSize();
            default -> 4;
        };
    }

    private static CodecConfiguration withFourByteLengths(CodecConfiguration told)
            throws MediaFormatException {
        // The record says the length size in the last two bits of one byte, HEVC's at 21.
        if (told instanceof HevcConfiguration hevc) {
            var record = hevc.toBytes();
            record[21] |= 3;
            return HevcConfiguration.parse(ByteBuffer.wrap(record)).withSampleEntry("hvc1");
        }
        if (told instanceof AvcConfiguration avc) {
            var record = avc.toBytes();
            record[4] |= 3;
            return AvcConfiguration.parse(ByteBuffer.wrap(record));
        }
        return told;
    }

    /// What a change of configuration shows in: the headers without lengths, padding and checksums.
    private long header(ByteBuffer frame) {
        int at = frame.position();
        long bytes = 0;
        for (int i = 0; i < HEADER_BYTES; i++) {
            bytes = bytes << 8 | (i < frame.remaining() ? frame.get(at + i) & 0xFF : 0);
        }
        return switch (codec) {
            // Version, layer, rate, mode; not bit rate, padding and mode extension.
            case MP3 -> bytes & 0xFFFE_0CC0_0000_0000L;
            // Rate and frame size, mode and channels; not the checksum.
            case AC3 -> bytes & 0xFFFF_0000_FFFF_FF00L;
            case EAC3 -> bytes & 0xFFFF_C000_FFFF_0000L;
            case AVC, HEVC, AV1, VP9, AAC, OPUS, FLAC -> 0;
        };
    }
}
