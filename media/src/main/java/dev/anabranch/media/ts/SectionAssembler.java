package dev.anabranch.media.ts;

import java.util.Arrays;
import java.util.function.Consumer;

/// Puts the sections of one PID together (ISO/IEC 13818-1, 2.4.4.1): several in a packet, or one
/// over several packets. Owned by one thread.
final class SectionAssembler {

    private static final int STUFFING = 0xFF;
    private static final int LENGTH_END = 3;

    private final Consumer<Section> consumer;
    private final byte[] bytes = new byte[Section.MAX_BYTES];
    private int have;
    private boolean isOpen;
    private long broken;

    SectionAssembler(Consumer<Section> consumer) {
        this.consumer = consumer;
    }

    /// Sections whose checksum or length was wrong.
    long broken() {
        return broken;
    }

    void lose() {
        isOpen = false;
    }

    void payload(byte[] packet, int from, int to, boolean isStart) {
        int at = from;
        if (isStart && from < to) {
            int first = from + 1 + (packet[from] & 0xFF);
            if (first > to) {
                broken++;
                isOpen = false;
                return;
            }
            take(packet, from + 1, first);
            have = 0;
            isOpen = true;
            at = first;
        }
        while (isOpen && at < to) {
            if (have == 0 && (packet[at] & 0xFF) == STUFFING) {
                isOpen = false;
                return;
            }
            at = take(packet, at, to);
        }
    }

    /// Adds bytes to the open section and returns where it ended, or `to` when it goes on.
    private int take(byte[] packet, int from, int to) {
        if (!isOpen) {
            return to;
        }
        int at = from;
        while (at < to && have < LENGTH_END) {
            bytes[have++] = packet[at++];
        }
        if (have < LENGTH_END) {
            return to;
        }
        int size = LENGTH_END + ((bytes[1] & 0x0F) << 8 | bytes[2] & 0xFF);
        if (size > Section.MAX_BYTES) {
            broken++;
            isOpen = false;
            return to;
        }
        int count = Math.min(to - at, size - have);
        System.arraycopy(packet, at, bytes, have, count);
        have += count;
        if (have == size) {
            deliver();
        }
        return at + count;
    }

    private void deliver() {
        var section = new Section(Arrays.copyOf(bytes, have));
        have = 0;
        if (section.hasLongHeader() && !section.isIntact()) {
            broken++;
            return;
        }
        consumer.accept(section);
    }
}
