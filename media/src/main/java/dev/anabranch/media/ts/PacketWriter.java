package dev.anabranch.media.ts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes transport packets (ISO/IEC 13818-1, 2.4.3.2) into a window that goes to the sink when it
/// is full:
///
/// ```
/// 47  error(1) unit_start(1) priority(1) PID(13)  scrambling(2) adaptation(1) payload(1) counter(4)
/// [adaptation field: length(8) flags(8) [PCR(48)] stuffing]  [payload]
/// ```
///
/// Owned by one thread. Callers count continuity; this class only writes it down.
final class PacketWriter {

    /// Whole packets in 256 KiB.
    static final int WINDOW_BYTES = (256 << 10) / Unit.PACKET_BYTES * Unit.PACKET_BYTES;

    private static final int FLAG_RANDOM_ACCESS = 0x40;
    private static final int FLAG_CLOCK = 0x10;

    /// Whole packets in 32 KiB: the first go early, for somebody may be waiting for them.
    private static final int FIRST_BYTES = (32 << 10) / Unit.PACKET_BYTES * Unit.PACKET_BYTES;

    private final byte[] out;
    private final PacketSink sink;
    private int at;
    private int end;

    private byte[] head = new byte[0];
    private int headAt;
    private int headEnd;
    private byte[] body = head;
    private int bodyAt;
    private int bodyEnd;

    PacketWriter(byte[] window, PacketSink sink) {
        this.out = window;
        this.end = Math.min(FIRST_BYTES, window.length);
        this.sink = sink;
    }

    /// Says what the next unit consists of: `head` to `headEnd`, then `body`.
    void load(byte[] head, int headEnd, byte[] body, int bodyAt, int bodyEnd) {
        this.head = head;
        this.headAt = 0;
        this.headEnd = headEnd;
        this.body = body;
        this.bodyAt = bodyAt;
        this.bodyEnd = bodyEnd;
    }

    /// Writes what was loaded as the packets the unit was planned to have.
    ///
    /// @param counter packets with payload on this PID so far
    /// @param clock the first PCR
    void unit(Unit unit, int pid, long counter, long clock) throws IOException {
        int clocks = unit.hasClock ? unit.clocks + 1 : 0;
        int clocksDone = 0;
        int nextClock = 0;
        int last = unit.packets - 1;
        for (int i = 0; i < unit.packets; i++) {
            ensure();
            int start = i == 0 ? 0x4000_0000 >>> 8 : 0;
            boolean hasClock = clocksDone < clocks && i == nextClock;
            int field = hasClock ? Unit.CLOCK_FIELD_BYTES : 0;
            if (i == last) {
                field = Unit.ROOM_BYTES - (headEnd - headAt) - (bodyEnd - bodyAt);
            }
            header(start | pid << 8, field, (int) (counter + i));
            if (field > 0) {
                int flags = hasClock ? FLAG_CLOCK : 0;
                flags |= hasClock && i == 0 && unit.isSync ? FLAG_RANDOM_ACCESS : 0;
                field(field, flags, clock + clocksDone * unit.clockSpacing);
            }
            if (hasClock) {
                clocksDone++;
                nextClock = clocksDone < clocks ? unit.clockPacket(clocksDone) : -1;
            }
            payload(Unit.ROOM_BYTES - field);
        }
    }

    /// A packet with nothing but a PCR, whose counter is that of the packet before it.
    void clock(int pid, long counter, long clock) throws IOException {
        ensure();
        header(pid << 8, Unit.ROOM_BYTES, (int) counter - 1);
        out[at - 1] &= (byte) ~0x10;
        field(Unit.ROOM_BYTES, FLAG_CLOCK, clock);
    }

    /// A section that fits in one packet.
    void section(int pid, long counter, byte[] section) throws IOException {
        ensure();
        header(0x4000_0000 >>> 8 | pid << 8, 0, (int) counter);
        out[at] = 0;
        System.arraycopy(section, 0, out, at + 1, section.length);
        int end = at + Unit.ROOM_BYTES;
        java.util.Arrays.fill(out, at + 1 + section.length, end, (byte) 0xFF);
        at = end;
    }

    void flush() throws IOException {
        if (at > 0) {
            sink.write(ByteBuffer.wrap(out, 0, at));
            at = 0;
            end = out.length;
        }
    }

    private void ensure() throws IOException {
        if (end - at < Unit.PACKET_BYTES) {
            flush();
        }
    }

    /// @param bits unit start and PID, in the place they have in the first four bytes
    private void header(int bits, int field, int counter) {
        int adaptation = field > 0 ? 0x30 : 0x10;
        out[at] = 0x47;
        out[at + 1] = (byte) (bits >> 16);
        out[at + 2] = (byte) (bits >> 8);
        out[at + 3] = (byte) (adaptation | counter & 0x0F);
        at += 4;
    }

    private void field(int bytes, int flags, long clock) {
        out[at] = (byte) (bytes - 1);
        int done = 1;
        if (bytes > 1) {
            out[at + 1] = (byte) flags;
            done = 2;
        }
        if ((flags & FLAG_CLOCK) != 0) {
            out[at + 2] = (byte) (clock >> 25);
            out[at + 3] = (byte) (clock >> 17);
            out[at + 4] = (byte) (clock >> 9);
            out[at + 5] = (byte) (clock >> 1);
            out[at + 6] = (byte) ((clock & 1) << 7 | 0x7E);
            out[at + 7] = 0;
            done = Unit.CLOCK_FIELD_BYTES;
        }
        for (int i = at + done; i < at + bytes; i++) {
            out[i] = (byte) 0xFF;
        }
        at += bytes;
    }

    private void payload(int bytes) {
        int fromHead = Math.min(bytes, headEnd - headAt);
        if (fromHead > 0) {
            System.arraycopy(head, headAt, out, at, fromHead);
            headAt += fromHead;
            at += fromHead;
        }
        int fromBody = bytes - fromHead;
        System.arraycopy(body, bodyAt, out, at, fromBody);
        bodyAt += fromBody;
        at += fromBody;
    }
}
