package dev.anabranch.media.ts;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of an elementary stream that are not used up yet, and the times of the PES packets
/// they came in. Positions count from the start of the stream. Owned by one thread.
///
/// A PES packet's times are those of the first access unit that begins in it (ISO/IEC 13818-1,
/// 2.4.3.7).
final class StreamBuffer {

    /// The times of one PES packet and where its payload starts.
    record Mark(long position, long pts, long dts) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private byte[] bytes = new byte[16 << 10];
    private long base;
    private int have;

    void append(PesPacket packet) {
        if (packet.hasTimes()) {
            // Empty packets must not pile up marks.
            if (!marks.isEmpty() && marks.getLast().position() == end()) {
                marks.removeLast();
            }
            marks.add(new Mark(end(), packet.pts(), packet.dts()));
        }
        if (have + packet.size() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(have + packet.size(), bytes.length * 2));
        }
        System.arraycopy(packet.bytes(), packet.from(), bytes, have, packet.size());
        have += packet.size();
    }

    long start() {
        return base;
    }

    long end() {
        return base + have;
    }

    int size() {
        return have;
    }

    byte[] array() {
        return bytes;
    }

    int index(long position) {
        return (int) (position - base);
    }

    /// The times of the unit that begins at `position`, or `null` when one before it has had them.
    @Nullable Mark takeMark(long position) {
        Mark found = null;
        while (!marks.isEmpty() && marks.getFirst().position() <= position) {
            found = marks.removeFirst();
        }
        return found;
    }

    /// Whether [#takeMark] would find something.
    boolean hasMark(long position) {
        return !marks.isEmpty() && marks.getFirst().position() <= position;
    }

    /// Forgets what lies before `position`.
    void discard(long position) {
        int count = index(position);
        System.arraycopy(bytes, count, bytes, 0, have - count);
        base += count;
        have -= count;
    }

    /// Forgets everything.
    void clear() {
        base += have;
        have = 0;
        marks.clear();
    }
}
