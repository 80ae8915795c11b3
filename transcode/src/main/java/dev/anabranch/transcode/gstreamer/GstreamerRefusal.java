package dev.anabranch.transcode.gstreamer;

import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.util.Optional;

/// What of a plan `gst-launch-1.0` cannot do: it has no seeking, no forced keyframes, no tone
/// mapping, and no loudness after EBU R 128. It is said before anything runs.
final class GstreamerRefusal {

    private final TranscodePlan plan;
    private final GstreamerProgram program;

    private GstreamerRefusal(TranscodePlan plan, GstreamerProgram program) {
        this.plan = plan;
        this.program = program;
    }

    /// The setting and why, in a sentence; empty when the plan can be carried out.
    static Optional<String> of(TranscodePlan plan, GstreamerProgram program) {
        return new GstreamerRefusal(plan, program)
                .first()
                .map(reason -> "it cannot carry out this plan: " + reason);
    }

    private Optional<String> first() {
        return input().or(this::picture).or(this::video).or(this::audio).or(this::stills);
    }

    /// Its `videorate` gives the picture nearest to a time, not the one that is shown then.
    private Optional<String> stills() {
        return plan.extras().stills().stream()
                .findFirst()
                .map(still ->
                        switch (still) {
                            case StillOutput.Poster _ -> "poster";
                            case StillOutput.Thumbnails _ -> "thumbnails";
                            case StillOutput.Storyboard _ -> "storyboard";
                        })
                .map(setting -> setting + ": single pictures are made by FFmpeg only");
    }

    private Optional<String> input() {
        if (!(plan.source().input() instanceof SourceInput.OfFile)) {
            return Optional.of("the input " + plan.source().input().name() + " is not a file");
        }
        var demuxer = GstreamerDemuxer.of(plan.source().container());
        if (demuxer.isEmpty()) {
            return Optional.of("the container " + plan.source().container());
        }
        if (!program.hasElement(demuxer.get().element())) {
            return Optional.of("the element " + demuxer.get().element() + " is not there");
        }
        if (!plan.trim().isWhole()) {
            return Optional.of("trim: it takes a file from its beginning to its end");
        }
        return Optional.empty();
    }

    private Optional<String> picture() {
        if (!plan.picture().overlays().isEmpty()) {
            return Optional.of("overlays: images and text are drawn by FFmpeg only");
        }
        boolean isEncoded = plan.video().stream().anyMatch(VideoOutput.Encoded.class::isInstance);
        if (isEncoded && plan.grid() instanceof KeyframeGrid.AtTimes) {
            return Optional.of("keyframes at the source's own: its encoders count frames");
        }
        return Optional.empty();
    }

    private Optional<String> video() {
        if (plan.video().isEmpty()) {
            return Optional.empty();
        }
        var source = plan.source().video().orElseThrow();
        var demuxer = GstreamerDemuxer.of(plan.source().container()).orElseThrow();
        if (demuxer.video(plan.source(), source).isEmpty()) {
            return Optional.of(
                    "%s in the container %s".formatted(source.codec(), plan.source().container()));
        }
        if (GstreamerPipeline.pictureClock(plan).isEmpty()) {
            return Optional.of("the source's time base " + source.timeBase());
        }
        return plan.video().stream()
                .map(output -> output(output, source, demuxer))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> output(
            VideoOutput output, SourceVideo source, GstreamerDemuxer demuxer) {
        return switch (output) {
            case VideoOutput.Copied copied -> {
                if (demuxer != GstreamerDemuxer.MP4) {
                    yield Optional.of("a copied picture: only MP4 says when frames are decoded");
                }
                yield copied.codec() == VideoCodec.AV1
                        ? Optional.of("a copied picture of AV1")
                        : Optional.empty();
            }
            case VideoOutput.Encoded encoded -> encoded(encoded, source, demuxer);
        };
    }

    private Optional<String> encoded(
            VideoOutput.Encoded output, SourceVideo source, GstreamerDemuxer demuxer) {
        if (!GstreamerEncoders.preferred(output.codec()).contains(output.encoder())
                || !program.hasElement(output.encoder())) {
            return Optional.of("the encoder " + output.encoder());
        }
        if (GstreamerDecoders.of(source.codec(), program::hasElement).isEmpty()) {
            return Optional.of("a source of " + source.codec() + ": it has no decoder for it");
        }
        if (source.range() != SourceVideo.Range.SDR || output.range() != SourceVideo.Range.SDR) {
            return Optional.of("high dynamic range: it has no tone mapping");
        }
        if (output.level().isPresent() && output.encoder().equals("openh264enc")) {
            return Optional.of("level: openh264enc chooses it");
        }
        if (output.profile().isPresent() && output.codec() == VideoCodec.AV1) {
            return Optional.of("profile: av1enc chooses it");
        }
        if (output.level().isPresent() && output.codec() == VideoCodec.AV1) {
            return Optional.of("level: av1enc chooses it");
        }
        return halved(output, source, demuxer);
    }

    private Optional<String> halved(
            VideoOutput.Encoded output, SourceVideo source, GstreamerDemuxer demuxer) {
        if (output.frameDivisor() == 1) {
            return Optional.empty();
        }
        if (plan.grid() instanceof KeyframeGrid.EveryFrames every && every.frames() % 2 != 0) {
            return Optional.of("half the frame rate with keyframes at odd distances");
        }
        boolean isNormalised = plan.grid() instanceof KeyframeGrid.EveryInterval;
        if (!isNormalised && !GstreamerPipeline.canDrop(demuxer, source)) {
            return Optional.of(
                    "half the frame rate: frames of %s on a clock of %s s are not evenly spaced"
                            .formatted(source.frameRate(), source.timeBase()));
        }
        return Optional.empty();
    }

    private Optional<String> audio() {
        var demuxer = GstreamerDemuxer.of(plan.source().container()).orElseThrow();
        return plan.audio().stream()
                .map(output -> output(output, demuxer))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> output(AudioOutput output, GstreamerDemuxer demuxer) {
        if (demuxer.audio(plan.source(), output.source()).isEmpty()) {
            return Optional.of(
                    "the sound %d of the container %s"
                            .formatted(output.source().index(), plan.source().container()));
        }
        return switch (output) {
            case AudioOutput.Copied copied ->
                    copied.source().codec().equals("aac")
                            ? Optional.empty()
                            : Optional.of("a copied sound of " + copied.source().codec());
            case AudioOutput.Encoded encoded -> {
                if (encoded.isLoudnessNormalised()) {
                    yield Optional.of("loudness: it has no element for EBU R 128");
                }
                var codec = encoded.source().codec();
                if (GstreamerDecoders.of(codec, program::hasElement).isEmpty()) {
                    yield Optional.of("a sound of " + codec + ": it has no decoder for it");
                }
                yield GstreamerEncoders.preferred(encoded.codec()).contains(encoded.encoder())
                                && program.hasElement(encoded.encoder())
                        ? Optional.empty()
                        : Optional.of("the encoder " + encoded.encoder());
            }
        };
    }
}
