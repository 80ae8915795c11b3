package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleSummary;
import java.util.List;
import java.util.Optional;

/// What stands in front of the payload of a CMAF segment, or of one chunk of it (ISO/IEC 23000-19,
/// 7.3.2.3).
///
/// ```
/// [styp] [prft] [emsg]* moof( mfhd traf( tfhd tfdt trun ) ) mdat-header | payload
/// ```
///
/// The payload is not touched: it is the [SampleRun#ranges] of the source. A segment of several
/// chunks is as many headers, each followed by its payload; only the first has a `styp`.
///
/// @param trackId as in the init segment
/// @param sequenceNumber counts the fragments of a track, 0 to 2^32 - 1
/// @param baseDecodeTicks decode time of the first sample, at least 0; the others follow from it
/// @param presentationShiftTicks added to each composition offset, so that the first sample is
///   presented at `baseDecodeTicks + (pts - dts) + presentationShiftTicks`; negative for video with
///   reordered pictures, which then needs no edit list
/// @param type the `styp`, if there is to be one
/// @param events in order of their times
public record MediaSegment(
        int trackId,
        long sequenceNumber,
        long baseDecodeTicks,
        long presentationShiftTicks,
        Optional<SegmentType> type,
        Optional<ProducerReferenceTime> producerTime,
        List<EventMessage> events) {

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /// styp, mfhd, tfhd with all defaults, tfdt, trun without samples, mdat.
    private static final int FIXED_BYTES = 180;

    public MediaSegment {
        events = List.copyOf(events);
        if (trackId < 1 || sequenceNumber < 0 || sequenceNumber > MAX_U32) {
            throw new IllegalArgumentException(
                    "trackId=" + trackId + " sequenceNumber=" + sequenceNumber);
        }
        if (baseDecodeTicks < 0) {
            throw new IllegalArgumentException("baseDecodeTicks=" + baseDecodeTicks);
        }
    }

    /// A segment of one chunk, without events.
    public static MediaSegment of(
            int trackId,
            long sequenceNumber,
            long baseDecodeTicks,
            long presentationShiftTicks,
            SegmentType type) {
        return new MediaSegment(
                trackId,
                sequenceNumber,
                baseDecodeTicks,
                presentationShiftTicks,
                Optional.of(type),
                Optional.empty(),
                List.of());
    }

    /// All bytes up to the payload of `run`.
    ///
    /// @throws MediaFormatException when a composition offset does not fit in 32 bits
    public byte[] header(SampleRun run) throws MediaFormatException {
        var fields = Fields.of(run, presentationShiftTicks);
        var out = new BoxWriter(FIXED_BYTES + fields.recordBytes() * run.count());
        type.ifPresent(styp -> styp.write(out));
        producerTime.ifPresent(prft -> prft.write(out));
        events.forEach(emsg -> emsg.write(out));

        int moof = out.size();
        int dataOffsetAt = fragment(out, run, fields);
        int moofBytes = out.size() - moof;
        int mdat = out.size();
        mediaDataHeader(out, run.totalBytes());
        out.u32At(dataOffsetAt, moofBytes + out.size() - mdat);
        return out.toByteArray();
    }

    /// How many bytes [#header] makes of samples of which this is known, without making it.
    ///
    /// @param count how many samples
    public int headerBytes(SampleSummary samples, int count) {
        var fields = Fields.of(samples, count, presentationShiftTicks);
        var front = new BoxWriter(FIXED_BYTES);
        type.ifPresent(styp -> styp.write(front));
        producerTime.ifPresent(prft -> prft.write(front));
        events.forEach(emsg -> emsg.write(front));
        int mediaDataBytes = samples.totalBytes() + 8 <= MAX_U32 ? 8 : 16;
        return front.size() + fields.fragmentBytes(count) + mediaDataBytes;
    }

    private int fragment(BoxWriter out, SampleRun run, Fields fields) throws MediaFormatException {
        int moof = out.begin("moof");
        new MovieFragmentHeader(sequenceNumber).write(out);
        int traf = out.begin("traf");
        fields.header(trackId, run).write(out);
        new TrackFragmentDecodeTime(baseDecodeTicks).write(out);
        int dataOffsetAt = TrackRun.write(out, fields.run(), run, presentationShiftTicks);
        out.end(traf);
        out.end(moof);
        return dataOffsetAt;
    }

    private static void mediaDataHeader(BoxWriter out, long payloadBytes) {
        if (payloadBytes + 8 <= MAX_U32) {
            out.u32(payloadBytes + 8).fourCc("mdat");
            return;
        }
        out.u32(1).fourCc("mdat").u64(payloadBytes + 16);
    }

    /// Which fields `tfhd` states once and which `trun` repeats for each sample.
    ///
    /// @param track flags of `tfhd`
    /// @param run flags of `trun`
    private record Fields(int track, int run) {

        static Fields of(SampleRun run, long shiftTicks) {
            return of(run.summary(), run.count(), shiftTicks);
        }

        static Fields of(SampleSummary run, int count, long shiftTicks) {
            boolean oneDuration = run.isOneDuration();
            boolean oneSize = run.isOneSize();
            boolean oneFlag = run.isOneSync();
            boolean noOffset = run.isOneOffset() && run.firstOffsetTicks() + shiftTicks == 0;
            int track = TrackFragmentHeader.DEFAULT_BASE_IS_MOOF;
            track |= oneDuration ? TrackFragmentHeader.DURATION : 0;
            track |= oneSize ? TrackFragmentHeader.SIZE : 0;
            track |= oneFlag ? TrackFragmentHeader.FLAGS : 0;
            int samples = TrackRun.DATA_OFFSET;
            samples |= oneDuration ? 0 : TrackRun.DURATION;
            samples |= oneSize ? 0 : TrackRun.SIZE;
            samples |= oneFlag ? 0 : TrackRun.FLAGS;
            samples |= noOffset ? 0 : TrackRun.COMPOSITION_OFFSET;
            if (oneFlag && count > 1 && run.isFirstSync() != run.isLastSync()) {
                samples |= TrackRun.FIRST_SAMPLE_FLAGS;
            }
            return new Fields(track, samples);
        }

        TrackFragmentHeader header(int trackId, SampleRun run) {
            int flags = SampleFlags.of(run.isSync(run.count() - 1));
            return new TrackFragmentHeader(
                    trackId, track, -1, 1, run.duration(0), run.sizeBytes(0), flags);
        }

        /// `moof` with all its boxes: mfhd, tfhd with what it states, tfdt, trun.
        int fragmentBytes(int count) {
            int header = 16 + 4 * Integer.bitCount(track & 0x38);
            int first = (run & TrackRun.FIRST_SAMPLE_FLAGS) == 0 ? 0 : 4;
            return 8 + 16 + 8 + header + 20 + 20 + first + count * recordBytes();
        }

        int recordBytes() {
            return 4 * Integer.bitCount(run & 0xF00);
        }
    }
}
