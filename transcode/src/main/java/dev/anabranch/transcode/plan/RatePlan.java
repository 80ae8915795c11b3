package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// How many bits each rendition may take.
final class RatePlan {

    /// Of FFmpeg and of GStreamer. libopenh264 and hardware encoders know bit rates only.
    private static final Set<String> WITH_CRF =
            Set.of("libx264", "libx265", "libsvtav1", "libaom-av1", "x264enc", "x265enc");

    /// What a decoder's buffer is filled at, as a share of the mean of a rung that names one.
    private static final double PEAK = 1.5;

    /// The same where quality is constant: the mean is rarely reached, and never passed by more.
    private static final double CAPPED_PEAK = 1.25;

    /// The same where the mean at this quality was measured: what films may have at most in HLS
    /// (HLS Authoring Specification for Apple Devices).
    private static final double MEASURED_PEAK = 2;

    /// How far the scales of other encoders lie from that of x264 for the same look.
    private static final int HEVC_CRF = 3;

    private static final int AV1_CRF = 11;
    private static final int MAX_AV1_CRF = 63;
    private static final int MAX_CRF = Rung.MAX_CRF;

    private final VideoSettings settings;

    RatePlan(VideoSettings settings) {
        this.settings = settings;
    }

    /// @param step with what the ladder says
    /// @param usual what the automatic ladder says
    /// @param most the level allows, if there is one
    RateControl rate(
            VideoCodec codec,
            String encoder,
            LadderSteps.Step step,
            long usual,
            OptionalLong most) {
        var named = named(step, codec);
        boolean isMeasured = WITH_CRF.contains(encoder) && step.rung().crf().isPresent();
        boolean isConstantQuality =
                isMeasured
                        || WITH_CRF.contains(encoder)
                                && (named.isEmpty() || settings.crf().isPresent());
        long mean = Math.min(named.orElse(usual), most.orElse(Long.MAX_VALUE));
        double share = isMeasured ? MEASURED_PEAK : isConstantQuality ? CAPPED_PEAK : PEAK;
        long peak = Math.round(mean * share);
        peak = Math.min(peak, most.orElse(Long.MAX_VALUE));
        var crf = isConstantQuality ? OptionalInt.of(crf(step, codec)) : OptionalInt.empty();
        return new RateControl(crf, mean, peak, 2 * mean, isMeasured);
    }

    private int crf(LadderSteps.Step step, VideoCodec codec) {
        var asked = step.rung().crf().isPresent() ? step.rung().crf() : settings.crf();
        int crf = asked.orElseGet(() -> usualCrf(settings.preset()));
        return switch (codec) {
            case H264 -> crf;
            case HEVC -> Math.min(crf + HEVC_CRF, MAX_CRF);
            case AV1 -> Math.min(crf + AV1_CRF, MAX_AV1_CRF);
        };
    }

    private static int usualCrf(Preset preset) {
        return switch (preset) {
            case FAST -> 23;
            case BALANCED -> 21;
            case QUALITY -> 20;
        };
    }

    static boolean hasConstantQuality(String encoder) {
        return WITH_CRF.contains(encoder);
    }

    /// The mean a rung names for `codec`, or what it follows from its mean for H.264.
    static OptionalLong named(LadderSteps.Step step, VideoCodec codec) {
        var own = Optional.ofNullable(step.rung().bitsPerSecond().get(codec));
        var h264 = Optional.ofNullable(step.rung().bitsPerSecond().get(VideoCodec.H264));
        return own.or(() -> h264.map(bits -> Math.round(bits * UsualRates.share(codec))))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /// For people: `CRF 21, at most 6.3 Mbit/s`.
    static String text(RateControl rate) {
        if (rate.crf().isEmpty()) {
            return bits(rate.bitsPerSecond());
        }
        return rate.isMeasured()
                ? "CRF %d, about %s".formatted(rate.crf().getAsInt(), bits(rate.bitsPerSecond()))
                : "CRF %d, at most %s"
                        .formatted(rate.crf().getAsInt(), bits(rate.maxBitsPerSecond()));
    }

    static String bits(long bitsPerSecond) {
        return bitsPerSecond >= 1_000_000
                ? "%.1f Mbit/s".formatted(bitsPerSecond / 1e6)
                : "%d kbit/s".formatted(bitsPerSecond / 1000);
    }
}
