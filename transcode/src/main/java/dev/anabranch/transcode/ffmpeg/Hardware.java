package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.VideoCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether the machine's own encoders are used. None is used before it has encoded some frames.
public enum Hardware {
    /// Software only.
    OFF,
    /// The first kind that works, for each codec; software where none does.
    AUTO,
    /// NVIDIA.
    NVENC,
    /// Intel Quick Sync Video.
    QSV,
    /// Video Acceleration API: Intel and AMD on Linux.
    VAAPI,
    /// Video4Linux: boards such as the Raspberry Pi.
    V4L2M2M;

    /// Where the first graphics card of a Linux machine is.
    static final String RENDER_NODE = "/dev/dri/renderD128";

    /// The kinds to try, in this order.
    List<Hardware> kinds() {
        return switch (this) {
            case OFF -> List.of();
            case AUTO -> List.of(NVENC, QSV, VAAPI, V4L2M2M);
            case NVENC, QSV, VAAPI, V4L2M2M -> List.of(this);
        };
    }

    /// As ffmpeg names it.
    String encoder(VideoCodec codec) {
        return codec.name().toLowerCase(Locale.ROOT) + "_" + name().toLowerCase(Locale.ROOT);
    }

    /// The kind of an encoder of ffmpeg; empty for one in software.
    static Optional<Hardware> ofEncoder(String encoder) {
        return Arrays.stream(values())
                .filter(kind ->
                        encoder.endsWith("_" + kind.name().toLowerCase(Locale.ROOT))
                                && kind != OFF
                                && kind != AUTO)
                .findFirst();
    }

    /// What stands before the inputs.
    List<String> deviceOptions() {
        return this == VAAPI ? List.of("-vaapi_device", RENDER_NODE) : List.of();
    }

    /// What the last filters of a branch are, from planes in memory.
    String upload(int bitDepth) {
        return switch (this) {
            case VAAPI -> bitDepth > 8 ? "format=p010,hwupload" : "format=nv12,hwupload";
            case NVENC, QSV -> bitDepth > 8 ? "format=p010" : "format=nv12";
            case V4L2M2M -> "format=yuv420p";
            case OFF, AUTO -> throw new IllegalStateException(name());
        };
    }
}
