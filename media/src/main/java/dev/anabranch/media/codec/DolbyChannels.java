package dev.anabranch.media.codec;

/// The channel map of E-AC-3 (ETSI TS 102 366, Table E.1.4): 16 bits, left highest, low-frequency
/// lowest.
final class DolbyChannels {

    private static final int LOW_FREQUENCY = 0x0001;

    /// The map of each acmod: 1+1, 1/0, 2/0, 3/0, 2/1, 3/1, 2/2, 3/2.
    private static final int[] CODING_MODES = {
        0xA000, 0x4000, 0xA000, 0xE000, 0xA100, 0xE100, 0xB800, 0xF800
    };

    /// Bits that stand for two loudspeakers.
    private static final int PAIRS = 0x0400 | 0x0200 | 0x0040 | 0x0020 | 0x0010 | 0x0004;

    /// Map and ChannelConfiguration of ISO/IEC 23091-3 for the layouts that have one.
    private static final int[][] CONFIGURATIONS = {
        {0x4000, 1}, {0xA000, 2}, {0xE000, 3}, {0xE100, 4}, {0xF800, 5}, {0xF801, 6},
        {0xA100, 9}, {0xB800, 10}, {0xF901, 11}, {0xFA01, 12}, {0xF811, 14}, {0xFC01, 7}
    };

    private DolbyChannels() {}

    static int ofCodingMode(int audioCodingMode, boolean hasLowFrequency) {
        return CODING_MODES[audioCodingMode] | (hasLowFrequency ? LOW_FREQUENCY : 0);
    }

    /// The map of `chan_loc` in `dec3` (F.6.2.12): nine bits, Lc/Rc lowest.
    static int ofLocations(int locations) {
        int map = 0;
        for (int i = 0; i < 8; i++) {
            // Bits 0 to 7 run from 0x0400 down to 0x0008, and bit 8 is the second low frequency.
            map |= (locations >> i & 1) << (10 - i);
        }
        return map | (locations >> 8 & 1) << 1;
    }

    /// `chan_loc` of a map.
    static int locations(int map) {
        int locations = map >> 1 & 1;
        locations <<= 8;
        for (int i = 0; i < 8; i++) {
            locations |= (map >> (10 - i) & 1) << i;
        }
        return locations;
    }

    static int channels(int map) {
        return Integer.bitCount(map) + Integer.bitCount(map & PAIRS);
    }

    static ChannelLayout layout(int map, int jointObjects) {
        int configuration = 0;
        for (var entry : CONFIGURATIONS) {
            if (entry[0] == map) {
                configuration = entry[1];
            }
        }
        return new ChannelLayout(channels(map), configuration, map, jointObjects);
    }
}
