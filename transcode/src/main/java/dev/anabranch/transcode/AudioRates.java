package dev.anabranch.transcode;

import java.util.List;

/// What sound is encoded as when nobody says it.
public final class AudioRates {

    /// Numbers of channels that are made: mono, stereo, 5.1.
    static final List<Integer> CHANNELS = List.of(1, 2, 6);

    /// What is made when nobody says how many.
    public static final int USUAL_CHANNELS = 2;

    static final int OPUS_SAMPLES_PER_SECOND = 48_000;

    /// Kept as they are by AAC; others become 48 kHz, which every player has.
    private static final List<Integer> AAC_RATES = List.of(32_000, 44_100, 48_000);

    private AudioRates() {}

    /// Bits per second at which nobody hears what is missing, for nearly all sounds.
    public static long bitsPerSecond(AudioCodec codec, int channels) {
        return switch (codec) {
            case AAC -> channels == 1 ? 80_000 : channels == 2 ? 128_000 : 320_000;
            case OPUS -> channels == 1 ? 64_000 : channels == 2 ? 96_000 : 256_000;
        };
    }

    /// What sound of `sourceRate` samples a second is encoded with.
    public static int samplesPerSecond(AudioCodec codec, int sourceRate) {
        return switch (codec) {
            case AAC -> AAC_RATES.contains(sourceRate) ? sourceRate : 48_000;
            case OPUS -> OPUS_SAMPLES_PER_SECOND;
        };
    }

    /// The most bits per second that an encoder takes: of AAC 6144 bits a channel and frame
    /// (ISO/IEC 14496-3, 4.5.3.1), of Opus what libopus says (`OPUS_SET_BITRATE`).
    public static long most(AudioCodec codec, int channels, int samplesPerSecond) {
        return switch (codec) {
            case AAC -> 6L * samplesPerSecond * channels;
            case OPUS -> 256_000L * channels;
        };
    }

    /// The most channels that are made of `source`, at most `wanted`.
    public static int channels(int source, int wanted) {
        return CHANNELS.stream()
                .filter(channels -> channels <= Math.min(source, wanted))
                .reduce((_, more) -> more)
                .orElse(1);
    }
}
