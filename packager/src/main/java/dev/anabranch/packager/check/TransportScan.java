package dev.anabranch.packager.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The packets of one segment of a transport stream (ISO/IEC 13818-1, 2.4.3), without what they
/// carry. Made by one thread, then not changed.
final class TransportScan {

    static final int PACKET_BYTES = 188;

    private static final int SYNC_BYTE = 0x47;
    private static final int NULL_PID = 0x1FFF;
    private static final long CLOCK_HERTZ = 27_000_000;
    private static final long CLOCK_WRAP = (1L << 33) * 300;

    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Set<Integer> mapPids = new HashSet<>();
    private final Map<Integer, Long> clocks = new HashMap<>();
    private boolean hasAssociation;
    private boolean hasMap;
    private boolean isMediaBeforeTables;
    private long widestClockGapNanos;
    private int clockCount;
    private int unsynchronized;

    private TransportScan() {}

    static TransportScan of(byte[] bytes) {
        var scan = new TransportScan();
        for (int at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
            scan.packet(bytes, at);
        }
        return scan;
    }

    /// Whether there is a PAT or a PMT.
    boolean hasTables() {
        return hasAssociation || hasMap;
    }

    /// Whether PAT and PMT come before any packet of media.
    boolean startsWithTables() {
        return hasAssociation && hasMap && !isMediaBeforeTables;
    }

    /// The longest time between two PCRs; 0 when there are not two.
    long widestClockGapNanos() {
        return widestClockGapNanos;
    }

    int clockCount() {
        return clockCount;
    }

    /// Packets that do not begin with the sync byte.
    int unsynchronized() {
        return unsynchronized;
    }

    /// The PIDs with payload.
    Set<Integer> pids() {
        return Set.copyOf(first.keySet());
    }

    /// The counter of the first packet with payload.
    OptionalInt firstCounter(int pid) {
        var counter = first.get(pid);
        return counter == null ? OptionalInt.empty() : OptionalInt.of(counter);
    }

    OptionalInt lastCounter(int pid) {
        var counter = last.get(pid);
        return counter == null ? OptionalInt.empty() : OptionalInt.of(counter);
    }

    private void packet(byte[] bytes, int at) {
        if (bytes[at] != SYNC_BYTE) {
            unsynchronized++;
            return;
        }
        int pid = (bytes[at + 1] & 0x1F) << 8 | bytes[at + 2] & 0xFF;
        int control = bytes[at + 3] & 0xFF;
        if (pid == NULL_PID) {
            return;
        }
        if ((control & 0x20) != 0) {
            adaptation(bytes, at, pid);
        }
        if ((control & 0x10) == 0) {
            return;
        }
        first.putIfAbsent(pid, control & 0x0F);
        last.put(pid, control & 0x0F);
        tables(bytes, at, pid);
    }

    private void adaptation(byte[] bytes, int at, int pid) {
        int length = bytes[at + 4] & 0xFF;
        if (length < 7 || (bytes[at + 5] & 0x10) == 0) {
            return;
        }
        long base =
                (bytes[at + 6] & 0xFFL) << 25
                        | (bytes[at + 7] & 0xFFL) << 17
                        | (bytes[at + 8] & 0xFFL) << 9
                        | (bytes[at + 9] & 0xFFL) << 1
                        | (bytes[at + 10] & 0xFFL) >> 7;
        long clock = base * 300 + ((bytes[at + 10] & 1) << 8 | bytes[at + 11] & 0xFF);
        boolean isJump = (bytes[at + 5] & 0x80) != 0;
        var before = clocks.put(pid, clock);
        clockCount++;
        if (before != null && !isJump) {
            long gap = Math.floorMod(clock - before, CLOCK_WRAP);
            widestClockGapNanos =
                    Math.max(widestClockGapNanos, gap * 1000 / (CLOCK_HERTZ / 1_000_000));
        }
    }

    private void tables(byte[] bytes, int at, int pid) {
        if (pid == 0) {
            hasAssociation = true;
            mapPids(bytes, at);
        } else if (mapPids.contains(pid)) {
            hasMap = true;
        } else if (pid > LAST_TABLE_PID && !(hasAssociation && hasMap)) {
            isMediaBeforeTables = true;
        }
    }

    /// PIDs up to this one are for tables (2.4.3.3).
    private static final int LAST_TABLE_PID = 0x1F;

    /// The programmes of an association that fits in one packet, as it does in HLS.
    private void mapPids(byte[] bytes, int at) {
        boolean isStart = (bytes[at + 1] & 0x40) != 0;
        int from = at + 4 + ((bytes[at + 3] & 0x20) == 0 ? 0 : 1 + (bytes[at + 4] & 0xFF));
        int end = at + PACKET_BYTES;
        if (!isStart || from >= end) {
            return;
        }
        int section = from + 1 + (bytes[from] & 0xFF);
        if (section + 8 > end) {
            return;
        }
        int length = (bytes[section + 1] & 0x0F) << 8 | bytes[section + 2] & 0xFF;
        int stop = Math.min(end, section + 3 + length - 4);
        for (int entry = section + 8; entry + 4 <= stop; entry += 4) {
            boolean isProgram = bytes[entry] != 0 || bytes[entry + 1] != 0;
            if (isProgram) {
                mapPids.add((bytes[entry + 2] & 0x1F) << 8 | bytes[entry + 3] & 0xFF);
            }
        }
    }
}
