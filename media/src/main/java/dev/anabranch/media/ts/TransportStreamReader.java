package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an MPEG transport stream (ISO/IEC 13818-1) into tracks and frames, from bytes in pieces of
/// any size.
///
/// ```
/// reader.feed(bytes);
/// for (var event = reader.poll(); event.isPresent(); event = reader.poll()) ...
/// ```
///
/// Track ids are PIDs; all times are in 90 kHz, without wrapping. A video frame comes out when the
/// next one begins, so at the end (and wherever a segment ends, for segments that do not continue
/// each other) [#flush] gives out the last.
///
/// What is damaged is dropped and counted in [#statistics]: lost and scrambled packets, wrong
/// checksums, garbage between packets. Frames are never made of bytes with a hole in them. Owned by
/// one thread; events do not refer to the bytes that were fed.
public final class TransportStreamReader {

    /// Packets kept until the tables that explain them come.
    static final int MAX_EARLY_PACKETS = 8192;

    private static final int PIDS = 8192;
    private static final int NULL_PID = 0x1FFF;
    private static final byte NO_COUNTER = -1;

    private final ArrayDeque<StreamEvent> events = new ArrayDeque<>();
    private final PacketSynchronizer packets = new PacketSynchronizer(this::packet);
    private final Programs programs = new Programs(events);
    private final ArrayDeque<byte[]> early = new ArrayDeque<>();
    private final byte[] counters = new byte[PIDS];

    /// PIDs on which the next unit start may begin a segment that continues none.
    private final BitSet splices = new BitSet(PIDS);

    private int lastPid = NULL_PID;
    private boolean isReplaying;
    private long lost;
    private long duplicates;
    private long errored;
    private long scrambled;

    public TransportStreamReader() {
        forgetCounters();
    }

    /// Takes bytes; what they contain is then to be had from [#poll].
    public void feed(ByteBuffer bytes) {
        packets.feed(bytes);
    }

    /// The next thing found, or empty when more bytes are needed.
    public Optional<StreamEvent> poll() {
        return Optional.ofNullable(events.poll());
    }

    /// Gives out what waits for its continuation, and forgets the counters: what is fed next is a
    /// segment of its own, of the same programme and on the same clock.
    public void flush() {
        packets.end();
        programs.end();
        forgetCounters();
        splices.clear();
    }

    /// Ends the stream.
    ///
    /// @throws MediaFormatException when there was not one packet or no programme in all the bytes
    public void end() throws MediaFormatException {
        flush();
        if (packets.packets() == 0) {
            throw MediaFormatException.malformed(
                    "", "no transport packets in " + packets.skippedBytes() + " bytes");
        }
        if (!programs.hasMap()) {
            throw MediaFormatException.malformed(
                    "", "no programme map in " + packets.packets() + " packets");
        }
    }

    public ReadStatistics statistics() {
        return new ReadStatistics(
                packets.packets(),
                packets.skippedBytes(),
                lost,
                duplicates,
                errored,
                scrambled,
                programs.brokenSections(),
                programs.droppedPesPackets(),
                programs.damagedFrames());
    }

    private void forgetCounters() {
        Arrays.fill(counters, NO_COUNTER);
    }

    private void packet(byte[] bytes, int at) {
        int pid = (bytes[at + 1] & 0x1F) << 8 | bytes[at + 2] & 0xFF;
        if (pid == NULL_PID) {
            return;
        }
        if ((bytes[at + 1] & 0x80) != 0) {
            errored++;
            return;
        }
        boolean isKnown = programs.sections(pid) != null || programs.stream(pid) != null;
        if (!isKnown) {
            keep(bytes, at);
            return;
        }
        boolean hadMap = programs.hasMap();
        read(bytes, at, pid);
        if (!hadMap && programs.hasMap()) {
            replay();
        }
    }

    /// The tables may come after the first frames: packets wait for them.
    private void keep(byte[] bytes, int at) {
        if (programs.hasMap() || isReplaying) {
            return;
        }
        if (early.size() == MAX_EARLY_PACKETS) {
            early.removeFirst();
        }
        early.add(Arrays.copyOfRange(bytes, at, at + Unit.PACKET_BYTES));
    }

    private void replay() {
        isReplaying = true;
        for (var bytes = early.poll(); bytes != null; bytes = early.poll()) {
            packet(bytes, 0);
        }
        isReplaying = false;
    }

    private void read(byte[] bytes, int at, int pid) {
        int control = bytes[at + 3] & 0xFF;
        int from = at + 4;
        int to = at + Unit.PACKET_BYTES;
        boolean isJump = false;
        if ((control & 0x20) != 0) {
            int length = bytes[from] & 0xFF;
            if (length > 183) {
                errored++;
                return;
            }
            isJump = length > 0 && (bytes[from + 1] & 0x80) != 0;
            if (length >= 7 && (bytes[from + 1] & 0x10) != 0) {
                programs.clock(clock(bytes, from + 2));
            }
            from += 1 + length;
        }
        if (isJump && programs.stream(pid) != null) {
            events.add(new StreamEvent.Discontinuity(pid));
        }
        if ((control & 0x10) == 0) {
            return;
        }
        if ((control & 0xC0) != 0) {
            scrambled++;
            return;
        }
        boolean isStart = (bytes[at + 1] & 0x40) != 0;
        int counter = control & 0x0F;
        if (isJump && counters[pid] != NO_COUNTER && counter != (counters[pid] + 1 & 0x0F)) {
            jump(pid);
        }
        payload(new Payload(bytes, from, to, isStart), pid, counter);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Payload(byte[] bytes, int from, int to, boolean isStart) {}

    private void payload(Payload payload, int pid, int counter) {
        var sections = programs.sections(pid);
        var stream = programs.stream(pid);
        int before = counters[pid];
        boolean isNext = before == NO_COUNTER || counter == (before + 1 & 0x0F);
        boolean mayBeSplice = splices.get(pid);
        splices.clear(pid);
        counters[pid] = (byte) counter;
        if (pid == ProgramAssociation.PID) {
            // Segments that were made apart and put one after another each begin with this table.
            if (!isNext && lastPid != pid) {
                splices.set(0, PIDS);
            }
        } else if (before == counter && isRepeated(payload, stream)) {
            duplicates++;
            return;
        } else if (!isNext) {
            hole(sections, stream, mayBeSplice && payload.isStart());
        }
        lastPid = pid;
        if (sections != null) {
            sections.payload(payload.bytes(), payload.from(), payload.to(), payload.isStart());
        } else if (stream != null) {
            stream.payload(payload.bytes(), payload.from(), payload.to(), payload.isStart());
        }
    }

    private static boolean isRepeated(Payload payload, @Nullable PesAssembler stream) {
        return stream == null || stream.endsWith(payload.bytes(), payload.from(), payload.to());
    }

    /// @param isSplice what came before is whole, and what comes is another segment
    private void hole(
            @Nullable SectionAssembler sections, @Nullable PesAssembler stream, boolean isSplice) {
        lost += isSplice ? 0 : 1;
        if (sections != null) {
            sections.lose();
        }
        if (stream == null) {
            return;
        }
        if (isSplice) {
            stream.end();
        } else {
            stream.lose();
        }
    }

    /// The sender says that the counter jumps: nothing is lost, but nothing goes on either.
    private void jump(int pid) {
        counters[pid] = NO_COUNTER;
        var stream = programs.stream(pid);
        if (stream != null) {
            stream.end();
        }
    }

    /// The base of a PCR, 33 bits.
    private static long clock(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL) << 25
                | (bytes[at + 1] & 0xFF) << 17
                | (bytes[at + 2] & 0xFF) << 9
                | (bytes[at + 3] & 0xFF) << 1
                | (bytes[at + 4] & 0xFF) >> 7;
    }
}
