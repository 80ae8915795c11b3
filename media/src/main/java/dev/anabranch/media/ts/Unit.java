package dev.anabranch.media.ts;

/// One PES packet to be: its samples, times and packets. Filled again and again by one [Schedule].
///
/// The stream bytes are spread over `packets` packets. On the PID that carries the clock the first
/// of them has a PCR, and so have `clocks` more, evenly spread, `clockSpacing` ticks apart.
final class Unit {

    static final int PACKET_BYTES = 188;
    static final int ROOM_BYTES = 184;

    /// An adaptation field with nothing but a PCR.
    static final int CLOCK_FIELD_BYTES = 8;

    /// At most this far a PCR inside a unit runs ahead of the unit's own time; it must stay far
    /// below [SegmentMuxer#CLOCK_DELAY_TICKS], or data after it would come too late.
    private static final long MAX_CLOCK_LEAD_TICKS = 18_000;

    int track;
    int samples;
    boolean isSync;
    boolean isFirst;
    int configurationIndex;
    long dts;
    long pts;
    int streamBytes;

    boolean hasClock;
    int clocks;
    long clockSpacing;
    int packets;

    int headerBytes() {
        return PesHeader.bytes(pts, dts);
    }

    /// Settles the packets of a unit on a PID without clock.
    void settle() {
        hasClock = false;
        clocks = 0;
        packets = Math.ceilDiv(headerBytes() + streamBytes, ROOM_BYTES);
    }

    /// Settles the packets of a unit on the clock's PID and returns how many of the `wanted`
    /// further PCRs found no room in it.
    int settle(int wanted, long spacing) {
        int bytes = headerBytes() + streamBytes;
        int least = Math.ceilDiv(bytes + CLOCK_FIELD_BYTES, ROOM_BYTES);
        hasClock = true;
        clockSpacing = spacing;
        clocks = Math.min(wanted, least - 1);
        if (clocks > 0) {
            clocks = (int) Math.min(clocks, MAX_CLOCK_LEAD_TICKS / spacing);
        }
        packets = Math.ceilDiv(bytes + CLOCK_FIELD_BYTES * (clocks + 1), ROOM_BYTES);
        return wanted - clocks;
    }

    /// What all packets of the unit hold, PES header included.
    int roomBytes() {
        return packets * ROOM_BYTES - (hasClock ? CLOCK_FIELD_BYTES * (clocks + 1) : 0);
    }

    /// The packet, from 0, that carries the `n`-th PCR. It is never the last packet unless every
    /// packet carries one, so that there is always room for the stuffing.
    int clockPacket(int n) {
        return (int) ((long) n * packets / (clocks + 1));
    }
}
