package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.List;

/// Writes what a [Schedule] says, in its order.
final class SegmentWriter implements Schedule.Visitor {

    private final SegmentMuxer muxer;
    private final PacketWriter out;
    private final long[] counts;
    private final SampleReader[] readers;
    private final AccessUnit[] accessUnits;
    private byte[] group = new byte[8 << 10];

    SegmentWriter(SegmentMuxer muxer, SegmentPlan plan, PacketCounts before, PacketWriter out) {
        this.muxer = muxer;
        this.out = out;
        counts = before.toArray();
        List<MuxedTrack> tracks = muxer.tracks();
        readers = new SampleReader[tracks.size()];
        accessUnits = new AccessUnit[tracks.size()];
        for (int i = 0; i < tracks.size(); i++) {
            var track = tracks.get(i);
            var range = plan.ranges().get(i);
            if (range.count() > 0) {
                readers[i] = new SampleReader(track.track().samples(), track.source(), range);
            }
            if (track.framing().isPresent()) {
                accessUnits[i] = new AccessUnit(track.framing().orElseThrow());
            }
        }
    }

    @Override
    public void tables() throws IOException {
        out.section(ProgramAssociation.PID, counts[0], muxer.association());
        out.section(SegmentMuxer.MAP_PID, counts[0], muxer.map());
        counts[0]++;
    }

    @Override
    public void clock(long ticks) throws IOException {
        int track = muxer.clockTrack();
        out.clock(SegmentMuxer.pid(track), counts[track + 1], muxer.clock(ticks));
    }

    @Override
    public void unit(Unit unit) throws IOException, MediaFormatException {
        var track = muxer.tracks().get(unit.track);
        if (track.isVideo()) {
            var reader = readers[unit.track];
            var accessUnit = accessUnits[unit.track];
            reader.next();
            int spare = unit.roomBytes() - unit.headerBytes() - unit.streamBytes;
            accessUnit.make(reader, unit, muxer.offsetTicks(), spare);
            accessUnit.load(out);
        } else {
            gather(track, unit);
        }
        long counter = counts[unit.track + 1];
        out.unit(unit, SegmentMuxer.pid(unit.track), counter, muxer.clock(unit.dts));
        counts[unit.track + 1] = counter + unit.packets;
    }

    /// Puts the frames of a unit one after another, each with its ADTS header where it needs one.
    private void gather(MuxedTrack track, Unit unit) throws IOException, MediaFormatException {
        int needed = PesHeader.MAX_BYTES + unit.streamBytes;
        if (group.length < needed) {
            group = new byte[needed];
        }
        long offset = muxer.offsetTicks();
        int streamId = Carriage.streamId(track.type());
        int length = unit.streamBytes < MAX_PES_PAYLOAD_BYTES ? unit.streamBytes : 0;
        int at = PesHeader.write(group, 0, streamId, unit.pts + offset, unit.dts + offset, length);
        var reader = readers[unit.track];
        for (int i = 0; i < unit.samples; i++) {
            reader.next();
            if (track.type() == StreamType.AAC_ADTS) {
                at = track.putAdts(reader, group, at);
            }
            System.arraycopy(reader.array(), reader.offset(), group, at, reader.size());
            at += reader.size();
        }
        out.load(group, at, group, 0, 0);
    }

    private static final int MAX_PES_PAYLOAD_BYTES = 0xFFFF - 13;
}
