package dev.anabranch.media.ts;

import java.nio.ByteBuffer;

/// Finds packets in bytes that come in pieces of any size: plain ones of 188 bytes, 192 with a time
/// stamp before each (M2TS), 204 with a Reed-Solomon code after each. Owned by one thread.
///
/// Where packets lie follows from the bytes alone and never from how they were cut into pieces.
final class PacketSynchronizer {

    /// Takes one packet.
    @FunctionalInterface
    interface Handler {
        /// @param at where the sync byte is; the packet is gone after the call
        void packet(byte[] bytes, int at);
    }

    private static final int SYNC = 0x47;
    private static final int[] STRIDES = {188, 192, 204};

    /// So many sync bytes in a row, one stride apart, are no accident.
    private static final int CONFIRMATIONS = 4;

    private static final int LOOKAHEAD = CONFIRMATIONS * 204 + 1;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Handler handler;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private int stride;
    private long packets;
    private long skippedBytes;

    PacketSynchronizer(Handler handler) {
        this.handler = handler;
    }

    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            compact();
            int count = Math.min(bytes.remaining(), buffer.length - end);
            bytes.get(buffer, end, count);
            end += count;
            process(false);
        }
    }

    /// Takes what is left, for which fewer confirmations have to do.
    void end() {
        process(true);
        skippedBytes += Math.max(0, end - at);
        at = 0;
        end = 0;
        stride = 0;
    }

    long packets() {
        return packets;
    }

    /// Bytes that belonged to no packet.
    long skippedBytes() {
        return skippedBytes;
    }

    private void process(boolean isLast) {
        while (true) {
            if (stride == 0 && !lock(isLast)) {
                return;
            }
            if (at + Unit.PACKET_BYTES > end) {
                return;
            }
            if (buffer[at] != SYNC) {
                stride = 0;
                continue;
            }
            packets++;
            handler.packet(buffer, at);
            at += stride;
        }
    }

    private boolean lock(boolean isLast) {
        int needed = isLast ? Unit.PACKET_BYTES : LOOKAHEAD;
        while (at + needed <= end) {
            for (int candidate : STRIDES) {
                if (isConfirmed(candidate)) {
                    stride = candidate;
                    return true;
                }
            }
            at++;
            skippedBytes++;
        }
        return false;
    }

    private boolean isConfirmed(int candidate) {
        for (int i = 0; i <= CONFIRMATIONS; i++) {
            int place = at + i * candidate;
            if (place < end && buffer[place] != SYNC) {
                return false;
            }
        }
        return true;
    }

    /// The next packet may begin behind what has come so far, by what follows the one before.
    private void compact() {
        if (at > end) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
    }
}
