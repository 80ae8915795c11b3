package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The order of everything in a segment: tables, PES packets of all tracks by decode time, and PCRs
/// in between. It looks at metadata only, and planning and writing both follow it, so that they
/// cannot disagree.
final class Schedule {

    /// Frames of audio share a PES packet while they begin within 200 ms without a hole and are
    /// this few bytes: beyond them a header and the stuffing of a last packet cost under 2 %.
    static final long GROUP_TICKS = 18_000;

    private static final int MAX_GROUP_BYTES = 8 << 10;

    /// PCRs are at most 40 ms apart (DVB; ISO/IEC 13818-1 asks for 100 ms).
    static final long CLOCK_TICKS = 3_600;

    /// A frame that lasts longer than this is a hole in the source, which more PCRs do not mend.
    private static final long MAX_CLOCK_FILL_TICKS = 60L * 90_000;

    /// Tables come again after half a second.
    static final long TABLES_TICKS = 45_000;

    /// What is done at each step. All times are in 90 kHz, the offset not yet added.
    interface Visitor {
        void tables() throws IOException;

        void clock(long ticks) throws IOException;

        void unit(Unit unit) throws IOException, MediaFormatException;
    }

    private final List<Lane> lanes = new ArrayList<>();
    private final int clockTrack;
    private final Unit unit = new Unit();
    private long nextClock;
    private long spacing;
    private int clocksLeft;

    Schedule(List<MuxedTrack> tracks, int clockTrack, List<SampleRange> ranges) {
        this.clockTrack = clockTrack;
        for (int i = 0; i < tracks.size(); i++) {
            if (ranges.get(i).count() > 0) {
                lanes.add(new Lane(i, tracks.get(i), ranges.get(i)));
            }
        }
    }

    void run(Visitor visitor) throws IOException, MediaFormatException {
        visitor.tables();
        var lane = earliest();
        long tablesAt = lane == null ? 0 : lane.dts + TABLES_TICKS;
        while (lane != null) {
            if (clocksLeft > 0 && nextClock <= lane.dts) {
                clock(visitor);
                continue;
            }
            if (lane.dts >= tablesAt) {
                visitor.tables();
                tablesAt = lane.dts + TABLES_TICKS;
            }
            lane.take(unit);
            settle(lane);
            visitor.unit(unit);
            lane = earliest();
        }
        while (clocksLeft > 0) {
            clock(visitor);
        }
    }

    private void clock(Visitor visitor) throws IOException {
        visitor.clock(nextClock);
        nextClock += spacing;
        clocksLeft--;
    }

    private void settle(Lane lane) {
        if (lane.number != clockTrack) {
            unit.settle();
            return;
        }
        long gap = Math.clamp(lane.dts - unit.dts, 1, MAX_CLOCK_FILL_TICKS);
        int pieces = (int) Math.ceilDiv(gap, CLOCK_TICKS);
        spacing = Math.ceilDiv(gap, pieces);
        clocksLeft = unit.settle(pieces - 1, spacing);
        nextClock = unit.dts + (unit.clocks + 1) * spacing;
    }

    /// The track whose next sample is decoded first; the first of them when several are.
    private @Nullable Lane earliest() {
        Lane earliest = null;
        for (var lane : lanes) {
            if (lane.left > 0 && (earliest == null || lane.dts < earliest.dts)) {
                earliest = lane;
            }
        }
        return earliest;
    }

    /// One track's samples still to come.
    private static final class Lane {

        private final int number;
        private final MuxedTrack track;
        private final SampleCursor cursor;
        private final boolean isGrouped;
        private boolean isFirst = true;
        private int left;

        /// Decode time of the next sample, or where the last one ends.
        private long dts;

        Lane(int number, MuxedTrack track, SampleRange range) {
            this.number = number;
            this.track = track;
            cursor = track.track().samples().cursor(range.from());
            left = range.count();
            dts = track.dts(cursor.dtsTicks());
            isGrouped = !track.isVideo() && track.type() != StreamType.ID3;
        }

        void take(Unit unit) throws MediaFormatException {
            unit.track = number;
            unit.samples = 0;
            unit.isSync = cursor.isSync();
            unit.isFirst = isFirst;
            unit.configurationIndex = cursor.configurationIndex();
            unit.dts = dts;
            unit.pts = track.pts(cursor);
            unit.streamBytes = 0;
            do {
                unit.streamBytes += track.streamBytes(cursor, isFirst);
                unit.samples++;
                advance();
            } while (isGrouped && left > 0 && belongs(unit));
            isFirst = false;
        }

        private boolean belongs(Unit unit) {
            return dts - unit.dts < GROUP_TICKS
                    && track.follows(dts - unit.dts, unit.samples)
                    && cursor.configurationIndex() == unit.configurationIndex
                    && unit.streamBytes + (long) cursor.sizeBytes() < MAX_GROUP_BYTES;
        }

        private void advance() {
            left--;
            if (left > 0) {
                cursor.advance();
                dts = track.dts(cursor.dtsTicks());
                return;
            }
            dts = track.dts(cursor.dtsTicks() + cursor.durationTicks());
        }
    }
}
