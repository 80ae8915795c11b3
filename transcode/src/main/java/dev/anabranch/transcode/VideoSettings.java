package dev.anabranch.transcode;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// How pictures are encoded.
///
/// @param codecs a set of renditions each; H.264 is always among them
/// @param crf constant quality on the scale of x264, 1 (best) to 51; other codecs get what looks
///   alike. 0 would be without loss, which is another profile and plays nowhere. Bit rates are then
///   upper bounds. Empty for the one of the preset
/// @param preset how much time encoders may take
/// @param profile of H.264: `baseline`, `main` or `high`; empty for the best
/// @param level of H.264 times ten, such as 41; empty for the lowest that fits
/// @param hdr what becomes of high dynamic range
/// @param copy whether pictures that fit are moved instead of encoded
public record VideoSettings(
        Set<VideoCodec> codecs,
        OptionalInt crf,
        Preset preset,
        Optional<String> profile,
        OptionalInt level,
        Hdr hdr,
        Copy copy) {

    public static final VideoSettings DEFAULT =
            new VideoSettings(
                    Set.of(VideoCodec.H264),
                    OptionalInt.empty(),
                    Preset.BALANCED,
                    Optional.empty(),
                    OptionalInt.empty(),
                    Hdr.KEEP,
                    Copy.AUTO);

    /// What becomes of high dynamic range. H.264 renditions are always tone-mapped.
    public enum Hdr {
        /// 10 bits and the same range, where the codec is HEVC or AV1.
        KEEP,
        /// 8 bits and standard range in all.
        TONE_MAP
    }

    public VideoSettings {
        var all = EnumSet.of(VideoCodec.H264);
        all.addAll(codecs);
        codecs = Set.copyOf(all);
        if (crf.isPresent() && (crf.getAsInt() < 1 || crf.getAsInt() > 51)) {
            throw new IllegalArgumentException("crf=" + crf.getAsInt() + ", known are 1 to 51");
        }
        if (profile.isPresent() && !H264Level.PROFILES.contains(profile.get())) {
            throw new IllegalArgumentException(
                    "profile=" + profile.get() + ", known are " + H264Level.PROFILES);
        }
        if (level.isPresent() && H264Level.of(level.getAsInt()).isEmpty()) {
            throw new IllegalArgumentException(
                    "level=%d, which H.264 does not have".formatted(level.getAsInt()));
        }
    }

    /// Adds to H.264.
    public VideoSettings withCodecs(Set<VideoCodec> codecs) {
        return new VideoSettings(codecs, crf, preset, profile, level, hdr, copy);
    }

    public VideoSettings withCrf(int crf) {
        return new VideoSettings(codecs, OptionalInt.of(crf), preset, profile, level, hdr, copy);
    }

    public VideoSettings withPreset(Preset preset) {
        return new VideoSettings(codecs, crf, preset, profile, level, hdr, copy);
    }

    public VideoSettings withProfile(String profile) {
        return new VideoSettings(codecs, crf, preset, Optional.of(profile), level, hdr, copy);
    }

    public VideoSettings withLevel(int level) {
        return new VideoSettings(codecs, crf, preset, profile, OptionalInt.of(level), hdr, copy);
    }

    public VideoSettings withHdr(Hdr hdr) {
        return new VideoSettings(codecs, crf, preset, profile, level, hdr, copy);
    }

    public VideoSettings withCopy(Copy copy) {
        return new VideoSettings(codecs, crf, preset, profile, level, hdr, copy);
    }
}
