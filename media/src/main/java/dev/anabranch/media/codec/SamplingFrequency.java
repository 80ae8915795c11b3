package dev.anabranch.media.codec;

/// The sampling frequencies AAC knows by index (ISO/IEC 14496-3, Table 1.18).
final class SamplingFrequency {

    /// The index that says the frequency follows in 24 bits.
    static final int EXPLICIT = 15;

    private static final int[] HZ = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };

    private SamplingFrequency() {}

    /// The frequency of an index, 0 when it is reserved.
    static int hz(int index) {
        return index < HZ.length ? HZ[index] : 0;
    }

    /// The index of a frequency, or [#EXPLICIT] when it has none.
    static int index(int hz) {
        for (int i = 0; i < HZ.length; i++) {
            if (HZ[i] == hz) {
                return i;
            }
        }
        return EXPLICIT;
    }
}
