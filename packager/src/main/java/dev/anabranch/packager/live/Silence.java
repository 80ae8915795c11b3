package dev.anabranch.packager.live;

import dev.anabranch.media.Lease;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.util.HexFormat;
import java.util.Optional;

/// A frame in which nothing is heard, to go on with where sound stays away: players stop at a hole
/// in one track, though the others are there.
final class Silence {

    /// raw_data_blocks of AAC LC (ISO/IEC 14496-3, 4.4.2.1) by number of channels: every element
    /// with max_sfb 0.
    private static final String[] AAC = {
        "",
        "00c8008023 80",
        "2100499002190023 80",
        "00c8008020840126400864008e",
        "00c80080208401264008640080 2c80080238",
        "00c8008020840126400864008230049900219002 38",
        "00c8008020840126400864008230049900219002 00b2002008e0"
    };

    /// One frame of 20 ms, which decoders of any channel count take (RFC 6716, 3.1).
    private static final byte[] OPUS = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private Silence() {}

    /// A silent frame as long as the codec's others; empty where we know none.
    static Optional<Lease> of(CodecConfiguration codec) {
        return switch (codec) {
            case AacConfiguration aac when isPlain(aac) -> Optional.of(aac(aac.channels()));
            case Mp3Configuration mp3 when mp3.layer() == 3 && mp3.sampleRateHz() >= 8000 ->
                    Optional.of(mp3(mp3));
            case OpusConfiguration opus when opus.channels() <= 2 -> Optional.of(Lease.of(OPUS));
            default -> Optional.empty();
        };
    }

    private static boolean isPlain(AacConfiguration aac) {
        return aac.coreObjectType() == 2
                && !aac.hasSpectralBandReplication()
                && aac.hasChannelConfiguration()
                && aac.coreSamplesPerFrame() == 1024
                && aac.channels() < AAC.length;
    }

    /// A header, side information and main data that are all zero (ISO/IEC 11172-3, 2.4.1): no
    /// coefficient of either granule, at the lowest bit rate, which may change with each frame.
    private static Lease mp3(Mp3Configuration mp3) {
        int rate = mp3.sampleRateHz();
        boolean isMpeg1 = rate >= 32_000;
        boolean isMpeg25 = rate < 16_000;
        int scale = isMpeg1 ? 1 : isMpeg25 ? 4 : 2;
        int rateIndex =
                switch (rate * scale) {
                    case 48_000 -> 1;
                    case 32_000 -> 2;
                    default -> 0;
                };
        int sizeBytes = isMpeg1 ? 144 * 32_000 / rate : 72 * 8_000 / rate;
        var frame = new byte[sizeBytes];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) (isMpeg1 ? 0xFB : isMpeg25 ? 0xE3 : 0xF3);
        frame[2] = (byte) (1 << 4 | rateIndex << 2);
        frame[3] = (byte) (mp3.channels() == 1 ? 0xC0 : 0);
        return Lease.of(frame);
    }

    private static Lease aac(int channels) {
        return Lease.of(HexFormat.of().parseHex(AAC[channels].replace(" ", "")));
    }
}
