package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The codecs of Enhanced RTMP v2 that we carry, by their four-character codes; also for the legacy
/// tags, which number them.
enum FourCc {
    AVC("avc1", true),
    HEVC("hvc1", true),
    AV1("av01", true),
    VP9("vp09", true),
    AAC("mp4a", false),
    MP3(".mp3", false),
    OPUS("Opus", false),
    AC3("ac-3", false),
    EAC3("ec-3", false),
    FLAC("fLaC", false);

    private final String code;
    private final boolean isVideo;
    private final int value;

    FourCc(String code, boolean isVideo) {
        this.code = code;
        this.isVideo = isVideo;
        int bits = 0;
        for (byte octet : code.getBytes(StandardCharsets.US_ASCII)) {
            bits = bits << 8 | octet;
        }
        value = bits;
    }

    String code() {
        return code;
    }

    boolean isVideo() {
        return isVideo;
    }

    /// The four bytes, big-endian.
    int value() {
        return value;
    }

    /// Whether frames have a composition time of their own (CodedFrames of NAL unit codecs).
    boolean hasCompositionTime() {
        return this == AVC || this == HEVC;
    }

    static FourCc of(int value, boolean isVideo) throws MediaFormatException {
        for (var known : values()) {
            if (known.value == value && known.isVideo == isVideo) {
                return known;
            }
        }
        throw MediaFormatException.unsupported(
                isVideo ? "video tag" : "audio tag", "codec %#010x".formatted(value));
    }

    /// What a codec of ours is sent as; empty for what RTMP does not carry.
    static Optional<FourCc> of(CodecConfiguration codec) {
        return switch (codec) {
            case AvcConfiguration _ -> Optional.of(AVC);
            case HevcConfiguration _ -> Optional.of(HEVC);
            case Av1Configuration _ -> Optional.of(AV1);
            case Vp9Configuration _ -> Optional.of(VP9);
            case AacConfiguration _ -> Optional.of(AAC);
            case Mp3Configuration mp3 -> mp3.layer() == 3 ? Optional.of(MP3) : Optional.empty();
            case OpusConfiguration _ -> Optional.of(OPUS);
            case Ac3Configuration _ -> Optional.of(AC3);
            case Eac3Configuration _ -> Optional.of(EAC3);
            case FlacConfiguration _ -> Optional.of(FLAC);
            default -> Optional.empty();
        };
    }
}
