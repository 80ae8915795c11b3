package dev.anabranch.media.ts;

import java.util.HashMap;

/// Counts in transport packets without any code of the muxer or the reader.
///
/// @param counterBreaks wrong continuity counters
/// @param longestClockGap in 90 kHz
/// @param clocksGoingBack PCRs not above the one before
/// @param smallestLead how far decode times are ahead of the PCR before them, at least
record PacketCheck(
        int counterBreaks, long longestClockGap, int clocksGoingBack, long smallestLead) {

    static PacketCheck of(byte[] stream) {
        var counters = new HashMap<Integer, Integer>();
        int breaks = 0;
        int back = 0;
        long longest = 0;
        long clock = -1;
        long lead = Long.MAX_VALUE;
        for (int at = 0; at < stream.length; at += 188) {
            int pid = (stream[at + 1] & 0x1F) << 8 | stream[at + 2] & 0xFF;
            int counter = stream[at + 3] & 0x0F;
            boolean hasPayload = (stream[at + 3] & 0x10) != 0;
            boolean hasField = (stream[at + 3] & 0x20) != 0;
            int before = counters.getOrDefault(pid, hasPayload ? 15 : counter);
            breaks += stream[at] == 0x47 && counter == (before + (hasPayload ? 1 : 0)) % 16 ? 0 : 1;
            counters.put(pid, counter);
            int payload = at + 4;
            if (hasField) {
                int length = stream[at + 4] & 0xFF;
                payload += 1 + length;
                if (length > 0 && (stream[at + 5] & 0x10) != 0) {
                    long now = bits(stream, at + 6, 33);
                    back += clock >= now ? 1 : 0;
                    longest = clock < 0 ? 0 : Math.max(longest, now - clock);
                    clock = now;
                }
            }
            boolean isPes =
                    hasPayload && (stream[at + 1] & 0x40) != 0 && pid >= 0x100 && pid < 0x200;
            if (isPes) {
                boolean hasDts = (stream[payload + 7] & 0x40) != 0;
                lead = Math.min(lead, timestamp(stream, payload + (hasDts ? 14 : 9)) - clock);
            }
        }
        return new PacketCheck(breaks, longest, back, lead);
    }

    private static long timestamp(byte[] stream, int at) {
        return bits(stream, at, 40) >> 33 << 30 & 7L << 30
                | (bits(stream, at + 1, 16) >> 1) << 15
                | bits(stream, at + 3, 16) >> 1;
    }

    private static long bits(byte[] stream, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | stream[at + i / 8] >> 7 - i % 8 & 1;
        }
        return value;
    }
}
