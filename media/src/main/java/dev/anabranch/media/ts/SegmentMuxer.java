package dev.anabranch.media.ts;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes segments of an MPEG transport stream (ISO/IEC 13818-1) with one programme: at most one
/// video track and any number of others.
///
/// Any segment can be made at any time and by any thread: [#plan] says its exact size from sample
/// metadata alone, and [#write] makes it, given the [PacketCounts] before it, so that segments put
/// one after another are one stream without a break in its continuity counters. The same input
/// gives the same bytes.
///
/// Each segment begins with PAT and PMT, which come again every half second. The clock lies on the
/// video's PID, or on the first track's when there is none; its PCRs are at most 40 ms apart and
/// 0.7 s behind the decode times.
public final class SegmentMuxer {

    static final int MAP_PID = 0x1000;
    static final int FIRST_PID = 0x100;
    static final int PROGRAM = 1;

    /// How far the clock is behind the decode times: the time a decoder has to receive a frame.
    static final long CLOCK_DELAY_TICKS = 63_000;

    private static final int MAX_TRACKS = 16;

    /// The least distance of the pictures that are named: nobody scrubs finer.
    private static final long PICTURE_TICKS = 45_000;

    private final List<MuxedTrack> tracks;
    private final long offsetTicks;
    private final int clockTrack;
    private final byte[] association;
    private final byte[] map;

    /// @param offsetTicks added to every time, in 90 kHz; large enough that no decode time becomes
    ///   less than 0.7 s, or the first timestamps wrap to the end of the 33 bits
    /// @throws MediaFormatException when the tracks cannot share a programme
    public SegmentMuxer(List<MuxedTrack> tracks, long offsetTicks) throws MediaFormatException {
        this.tracks = List.copyOf(tracks);
        this.offsetTicks = offsetTicks;
        if (tracks.isEmpty() || tracks.size() > MAX_TRACKS) {
            throw new IllegalArgumentException("tracks=" + tracks.size());
        }
        clockTrack = clockTrack(tracks);
        var program = new ProgramAssociation.Program(PROGRAM, MAP_PID);
        association = new ProgramAssociation(0, List.of(program)).toSection();
        map = programMap().toSection();
        if (map.length > Unit.ROOM_BYTES - 1) {
            throw MediaFormatException.limit(
                    "", "programme map size", map.length, Unit.ROOM_BYTES - 1);
        }
    }

    private static int clockTrack(List<MuxedTrack> tracks) {
        int found = -1;
        for (int i = 0; i < tracks.size(); i++) {
            if (!tracks.get(i).isVideo()) {
                continue;
            }
            if (found >= 0) {
                throw new IllegalArgumentException("more than one video track");
            }
            found = i;
        }
        return Math.max(found, 0);
    }

    private ProgramMap programMap() {
        var streams = new ArrayList<ProgramMap.ElementaryStream>();
        boolean hasMetadata = false;
        for (int i = 0; i < tracks.size(); i++) {
            var track = tracks.get(i);
            hasMetadata |= track.type().kind() == TrackKind.METADATA;
            streams.add(
                    new ProgramMap.ElementaryStream(
                            track.type().code(), pid(i), Carriage.descriptors(track)));
        }
        List<Descriptor> descriptors =
                hasMetadata ? List.of(Descriptor.id3Pointer(PROGRAM)) : List.of();
        return new ProgramMap(PROGRAM, 0, pid(clockTrack), descriptors, streams);
    }

    /// Plans the segment of these samples, one range for each track; a range may be empty.
    ///
    /// @throws MediaFormatException when a sample is larger than its container can say
    public SegmentPlan plan(List<SampleRange> ranges) throws MediaFormatException {
        if (ranges.size() != tracks.size()) {
            throw new IllegalArgumentException(
                    "ranges=" + ranges.size() + " tracks=" + tracks.size());
        }
        var count = count(ranges);
        return new SegmentPlan(
                ranges,
                PacketCounts.of(count.counts),
                count.packets * Unit.PACKET_BYTES,
                count.keyPictures);
    }

    /// -1 when there is none.
    private int pictureTrack() {
        return tracks.get(clockTrack).isVideo() ? clockTrack : -1;
    }

    private Count count(List<SampleRange> ranges) throws MediaFormatException {
        var count = new Count(tracks.size(), pictureTrack(), ranges.get(clockTrack).from());
        try {
            new Schedule(tracks, clockTrack, ranges).run(count);
        } catch (IOException impossible) {
            throw new AssertionError("counting reads nothing", impossible);
        }
        return count;
    }

    /// Makes a planned segment and hands it to `sink` in pieces of at most 256 KiB, on this thread.
    ///
    /// @param before the packets of all segments before this one
    /// @throws MediaFormatException when the samples turn out to be broken inside
    public void write(SegmentPlan plan, PacketCounts before, PacketSink sink)
            throws IOException, MediaFormatException {
        var window = new byte[(int) Math.min(plan.sizeBytes(), PacketWriter.WINDOW_BYTES)];
        var out = new PacketWriter(window, sink);
        new Schedule(tracks, clockTrack, plan.ranges())
                .run(new SegmentWriter(this, plan, before, out));
        out.flush();
    }

    List<MuxedTrack> tracks() {
        return tracks;
    }

    long offsetTicks() {
        return offsetTicks;
    }

    int clockTrack() {
        return clockTrack;
    }

    byte[] association() {
        return association;
    }

    byte[] map() {
        return map;
    }

    /// The PCR that goes with a decode time; only its lower 33 bits are written.
    long clock(long dts) {
        return dts + offsetTicks - CLOCK_DELAY_TICKS;
    }

    static int pid(int track) {
        return FIRST_PID + track;
    }

    /// Counts packets.
    private static final class Count implements Schedule.Visitor {

        private final long[] counts;
        private final List<KeyPicture> keyPictures = new ArrayList<>();
        private final int pictureTrack;
        private int sample;
        private long packets;
        private long nextPicture = Long.MIN_VALUE;

        Count(int tracks, int pictureTrack, int firstSample) {
            counts = new long[tracks + 1];
            this.pictureTrack = pictureTrack;
            sample = firstSample;
        }

        @Override
        public void tables() {
            counts[0]++;
            packets += 2;
        }

        @Override
        public void clock(long ticks) {
            packets++;
        }

        @Override
        public void unit(Unit unit) {
            counts[unit.track + 1] += unit.packets;
            if (unit.track == pictureTrack) {
                if (unit.isSync && unit.pts >= nextPicture) {
                    nextPicture = unit.pts + PICTURE_TICKS;
                    keyPictures.add(
                            new KeyPicture(
                                    sample,
                                    packets * Unit.PACKET_BYTES,
                                    (long) unit.packets * Unit.PACKET_BYTES));
                }
                sample += unit.samples;
            }
            packets += unit.packets;
        }
    }
}
