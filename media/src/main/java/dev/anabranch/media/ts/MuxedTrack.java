package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.AudioConfiguration;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A track of a source with what a transport stream needs to know about all its samples. Immutable;
/// used by any number of threads and muxers.
public final class MuxedTrack {

    /// No encoder's frame is near it; a frame is held in memory whole while it is written.
    public static final int MAX_SAMPLE_BYTES = 64 << 20;

    static final int ADTS_BYTES = 7;

    /// 13 bits of aac_frame_length, the header included (ISO/IEC 13818-7, 6.2.2).
    static final int MAX_ADTS_FRAME_BYTES = 0x1FFF;

    private final IndexedTrack track;
    private final ByteSource source;
    private final StreamType type;
    private final @Nullable NalFraming framing;
    private final List<byte[]> adtsHeaders;
    private final int[] unitCounts;
    private final long leadTicks;
    private final long frameTicks;

    private MuxedTrack(IndexedTrack track, ByteSource source, StreamType type)
            throws IOException, MediaFormatException {
        this.track = track;
        this.source = source;
        this.type = type;
        boolean isVideo = type == StreamType.H264 || type == StreamType.HEVC;
        framing = isVideo ? NalFraming.of(track, source) : null;
        adtsHeaders = type == StreamType.AAC_ADTS ? adtsHeaders(track.configurations()) : List.of();
        unitCounts =
                framing == null || framing.lengthSize() == NalFraming.START_CODE_BYTES
                        ? new int[0]
                        : UnitCounter.count(track.samples(), source, framing);
        leadTicks = isVideo ? leadTicks(track) : 0;
        frameTicks = frameTicks(track);
    }

    /// Prepares a track; reads its first sync sample, and all samples only when their NAL lengths
    /// have 1 or 2 bytes, because then their size with start codes hangs on how many units they
    /// have.
    ///
    /// @throws MediaFormatException when transport streams as HLS has them cannot carry the codec
    public static MuxedTrack of(IndexedTrack track, ByteSource source)
            throws IOException, MediaFormatException {
        return new MuxedTrack(track, source, Carriage.typeOf(track));
    }

    private static List<byte[]> adtsHeaders(List<TrackConfiguration> configurations)
            throws MediaFormatException {
        var headers = new ArrayList<byte[]>();
        for (var configuration : configurations) {
            if (!(configuration.codec() instanceof AacConfiguration aac)) {
                throw MediaFormatException.unsupported(
                        "", "a track cannot mix AAC with " + configuration.codec().codecString());
            }
            headers.add(aac.toAdtsHeader(0));
        }
        return headers;
    }

    /// How far decode times must move ahead so that none comes after its presentation time: files
    /// may have negative composition offsets, transport streams may not.
    private static long leadTicks(IndexedTrack track) {
        return track.samples().leadTicks(0, track.samples().count());
    }

    public IndexedTrack track() {
        return track;
    }

    ByteSource source() {
        return source;
    }

    StreamType type() {
        return type;
    }

    boolean isVideo() {
        return framing != null;
    }

    Optional<NalFraming> framing() {
        return Optional.ofNullable(framing);
    }

    /// Writes the ADTS header of the reader's sample and returns where it ends.
    int putAdts(SampleReader sample, byte[] out, int at) {
        var header = adtsHeaders.get(sample.configurationIndex());
        int length = sample.size() + ADTS_BYTES;
        System.arraycopy(header, 0, out, at, ADTS_BYTES);
        out[at + 3] = (byte) (header[3] & 0xFC | length >> 11);
        out[at + 4] = (byte) (length >> 3);
        out[at + 5] = (byte) (length << 5 | header[5] & 0x1F);
        return at + ADTS_BYTES;
    }

    long dts(long dtsTicks) {
        return onMpegClock(dtsTicks - leadTicks);
    }

    long pts(SampleCursor cursor) {
        return onMpegClock(cursor.ptsTicks());
    }

    /// Whether a frame `ticks` (90 kHz) behind the first of its PES packet is where a player takes
    /// it to be: it only knows the time of the first and counts frames from there. A quarter of a
    /// frame of doubt, as containers' clocks may be coarse.
    boolean follows(long ticks, int frames) {
        return frameTicks == 0 || Math.abs(ticks - frames * frameTicks) <= frameTicks / 4;
    }

    private static long frameTicks(IndexedTrack track) {
        if (!(track.track().codec() instanceof AudioConfiguration audio)) {
            return 0;
        }
        return Timescale.MPEG.ticksPerSecond() * audio.samplesPerFrame() / audio.sampleRateHz();
    }

    private long onMpegClock(long ticks) {
        return track.track()
                .timescale()
                .convert(ticks + track.shiftTicks(), Timescale.MPEG, RoundingMode.HALF_UP);
    }

    /// Bytes of the sample in the elementary stream.
    ///
    /// @param isFirst it is the first of its segment
    int streamBytes(SampleCursor cursor, boolean isFirst) throws MediaFormatException {
        int size = cursor.sizeBytes();
        if (size > MAX_SAMPLE_BYTES) {
            throw tooLarge(cursor);
        }
        if (framing != null) {
            boolean adds = framing.addsParameterSets(cursor.isSync(), isFirst);
            return units(cursor) + framing.addedBytes(adds, cursor.configurationIndex());
        }
        if (type != StreamType.AAC_ADTS) {
            return size;
        }
        if (size + ADTS_BYTES > MAX_ADTS_FRAME_BYTES) {
            throw MediaFormatException.limit(
                    "sample " + cursor.index(), "ADTS frame", size, MAX_ADTS_FRAME_BYTES - 7);
        }
        return size + ADTS_BYTES;
    }

    private int units(SampleCursor cursor) {
        if (unitCounts.length == 0 || framing == null) {
            return cursor.sizeBytes();
        }
        int grows = NalFraming.START_CODE_BYTES - framing.lengthSize();
        return cursor.sizeBytes() + unitCounts[cursor.index()] * grows;
    }

    static MediaFormatException tooLarge(SampleCursor cursor) {
        return MediaFormatException.limit(
                "sample " + cursor.index() + ", offset " + cursor.position(),
                "sample size",
                cursor.sizeBytes(),
                MAX_SAMPLE_BYTES);
    }
}
