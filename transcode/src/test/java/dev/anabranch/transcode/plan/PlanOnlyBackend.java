package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import java.util.Map;
import java.util.Optional;

/// Says what it could encode, and encodes nothing.
public record PlanOnlyBackend(
        Map<VideoCodec, String> video, Map<AudioCodec, String> audio, boolean anyGrid)
        implements TranscodeBackend {

    public static final PlanOnlyBackend ALL =
            new PlanOnlyBackend(
                    Map.of(
                            VideoCodec.H264,
                            "libx264",
                            VideoCodec.HEVC,
                            "libx265",
                            VideoCodec.AV1,
                            "libsvtav1"),
                    Map.of(AudioCodec.AAC, "aac", AudioCodec.OPUS, "libopus"),
                    true);

    /// As the bundled program is.
    public static final PlanOnlyBackend LGPL =
            new PlanOnlyBackend(
                    Map.of(VideoCodec.H264, "libopenh264", VideoCodec.AV1, "libsvtav1"),
                    ALL.audio(),
                    true);

    /// Cannot follow the keyframes of a copy.
    public static final PlanOnlyBackend OWN_GRID =
            new PlanOnlyBackend(ALL.video(), ALL.audio(), false);

    @Override
    public String name() {
        return "plan-only";
    }

    @Override
    public Optional<String> encoder(VideoCodec codec) {
        return Optional.ofNullable(video.get(codec));
    }

    @Override
    public Optional<String> encoder(AudioCodec codec) {
        return Optional.ofNullable(audio.get(codec));
    }

    @Override
    public boolean supports(KeyframeGrid grid) {
        return anyGrid || !(grid instanceof KeyframeGrid.AtTimes);
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, TrackSink sink) {
        throw new AssertionError("a plan was to be made, not a run");
    }
}
