package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;

/// The program_config_element of AAC: a channel layout told element by element (ISO/IEC 14496-3,
/// 4.4.1.1).
///
/// @param objectType 1 Main, 2 LC, 3 SSR, 4 LTP
/// @param frontChannels how many stand before the listener
/// @param sideChannels how many stand beside
/// @param backChannels how many stand behind
/// @param lowChannels how many are for low frequencies
/// @param bits the element after its id, up to and without the byte alignment
/// @param comment what comes after the alignment
record ProgramConfig(
        int objectType,
        int frontChannels,
        int sideChannels,
        int backChannels,
        int lowChannels,
        Octets bits,
        int bitCount,
        Octets comment) {

    /// All of them, the low-frequency ones counted.
    int channels() {
        return frontChannels + sideChannels + backChannels + lowChannels;
    }

    /// The layout; the usual ones are recognised.
    ChannelLayout layout() {
        int places = frontChannels * 1000 + sideChannels * 100 + backChannels * 10 + lowChannels;
        int configuration =
                switch (places) {
                    case 1000 -> 1;
                    case 2000 -> 2;
                    case 3000 -> 3;
                    case 3010 -> 4;
                    case 3020, 3200 -> 5;
                    case 3021, 3201 -> 6;
                    case 5021, 5201 -> 7;
                    case 2010 -> 9;
                    case 2020, 2200 -> 10;
                    case 3031 -> 11;
                    case 3221, 3041 -> 12;
                    default -> 0;
                };
        return new ChannelLayout(channels(), configuration, 0, 0);
    }

    /// Reads the element, without its three id bits, where `in` stands; byte alignment counts from
    /// the reader's first bit.
    static ProgramConfig parse(BitReader in) throws MediaFormatException {
        long begin = in.position();
        in.skip(4);
        int objectType = 1 + in.bits(2);
        in.skip(4);
        int front = in.bits(4);
        int side = in.bits(4);
        int back = in.bits(4);
        int low = in.bits(2);
        int associated = in.bits(3);
        int coupling = in.bits(4);
        for (int mixdown : new int[] {4, 4, 3}) {
            in.skip(in.flag() ? mixdown : 0);
        }
        int frontChannels = channels(in, front);
        int sideChannels = channels(in, side);
        int backChannels = channels(in, back);
        in.skip(4 * (low + associated) + 5 * coupling);
        int bitCount = (int) (in.position() - begin);
        in.rewind(begin);
        var copy = new BitWriter();
        for (int i = 0; i < bitCount; i++) {
            copy.flag(in.flag());
        }
        in.align();
        var comment = Octets.of(in.bytes(in.bits(8)));
        var bits = Octets.of(copy.toByteArray());
        if (frontChannels + sideChannels + backChannels + low == 0) {
            throw in.malformed("the program configuration has no channel");
        }
        return new ProgramConfig(
                objectType,
                frontChannels,
                sideChannels,
                backChannels,
                low,
                bits,
                bitCount,
                comment);
    }

    /// Writes the element without id bits.
    void write(BitWriter out) {
        var in = bits.toByteArray();
        for (int i = 0; i < bitCount; i++) {
            out.bits(1, in[i >> 3] >> (7 - (i & 7)) & 1);
        }
        out.align().bits(8, comment.size()).bytes(comment.toByteArray());
    }

    private static int channels(BitReader in, int elements) throws MediaFormatException {
        int channels = 0;
        for (int i = 0; i < elements; i++) {
            channels += in.flag() ? 2 : 1;
            in.skip(4);
        }
        return channels;
    }
}
