package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.H264Level;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.VideoSettings;
import dev.anabranch.transcode.plan.LadderSteps.Step;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Plans the renditions of the picture when it is known which are copied. Used once, by one thread.
final class VideoPlanner {

    /// Beyond 2160p next to nothing plays H.264 (`MaxFS` of levels 5.1 and 5.2).
    private static final int MAX_H264_MACROBLOCKS = 36_864;

    /// Encoders for AV1 refuse smaller pictures.
    private static final int MIN_AV1_SIDE = 64;

    private static final String BEST_PROFILE = "high";

    private final SourceVideo video;
    private final TranscodeSettings settings;
    private final TranscodeBackend backend;
    private final KeyframeGrid grid;
    private final RatePlan rates;
    private final List<Decision> decisions;
    private final List<VideoOutput> outputs = new ArrayList<>();
    private int nextTrackId = 1;

    VideoPlanner(
            SourceVideo video,
            TranscodeSettings settings,
            TranscodeBackend backend,
            KeyframeGrid grid,
            List<Decision> decisions) {
        this.video = video;
        this.settings = settings;
        this.backend = backend;
        this.grid = grid;
        this.decisions = decisions;
        rates = new RatePlan(settings.video());
    }

    /// The largest first.
    ///
    /// @param copied the size of the source itself, if it is copied
    List<VideoOutput> outputs(List<Step> steps, Optional<PictureSize> copied)
            throws ProgramException, MediaFormatException {
        for (var codec : VideoCodec.values()) {
            if (!settings.video().codecs().contains(codec)) {
                continue;
            }
            boolean isSource = CopyCheck.codec(video).equals(Optional.of(codec));
            int before = outputs.size();
            boolean isCopyDue = isSource;
            sayWhatIsNotMarked(codec);
            for (var step : steps) {
                if (isCopyDue && copied.equals(Optional.of(step.size()))) {
                    copy(step, codec);
                    isCopyDue = false;
                } else {
                    encode(step, codec);
                }
            }
            // Other sets are additions to that of H.264, and what they lack is said above.
            if (codec == VideoCodec.H264 && outputs.size() == before) {
                throw MediaFormatException.unsupported(
                        codec.toString(),
                        "no rung of the ladder can be made: " + decisions.getLast().reason());
            }
        }
        outputs.sort(Comparator.comparingLong(o -> -(long) o.width() * o.height()));
        return outputs;
    }

    /// See [dev.anabranch.transcode.ffmpeg.KeyframeFilter].
    private void sayWhatIsNotMarked(VideoCodec codec) {
        if (backend.encoder(codec, grid).equals(Optional.of("libopenh264"))) {
            decisions.add(
                    new Decision(
                            "changes of scene",
                            "no keyframes",
                            "libopenh264 makes some there whatever it is told; players are not told"
                                    + " of them"));
        }
    }

    private void copy(Step step, VideoCodec codec) {
        decisions.add(
                new Decision(
                        subject(step, codec),
                        "copied",
                        "the source is %s of this size with keyframes where segments begin"
                                .formatted(codec)));
        outputs.add(
                new VideoOutput.Copied(
                        nextTrackId++, codec, step.size().width(), step.size().height()));
    }

    private void encode(Step step, VideoCodec codec) throws ProgramException {
        var encoder = encoder(codec);
        double rate = video.frameRate().toDouble() / step.frameDivisor();
        var obstacle = obstacle(step, codec, rate);
        if (obstacle.isPresent()) {
            decisions.add(new Decision(subject(step, codec), "left out", obstacle.get()));
            return;
        }
        boolean isHdr = isHdr(codec);
        var usual = UsualRates.bitsPerSecond(codec, step.size(), rate);
        var control = rates.rate(codec, encoder, step, usual, levelBits(codec));
        outputs.add(
                new VideoOutput.Encoded(
                        nextTrackId++,
                        codec,
                        encoder,
                        step.size().width(),
                        step.size().height(),
                        step.frameDivisor(),
                        control,
                        settings.video().preset(),
                        codec == VideoCodec.H264 ? Optional.of(profile()) : Optional.empty(),
                        codec == VideoCodec.H264 ? level(step, rate, control) : OptionalInt.empty(),
                        isHdr ? 10 : 8,
                        isHdr ? video.range() : Range.SDR));
        decisions.add(
                new Decision(
                        subject(step, codec),
                        "%s, %s, %s".formatted(step.size(), encoder, RatePlan.text(control)),
                        reason(step, isHdr, encoder)));
    }

    private static String subject(Step step, VideoCodec codec) {
        return step.name() + " " + codec;
    }

    private String reason(Step step, boolean isHdr, String encoder) {
        var reasons = new ArrayList<String>();
        reasons.add(
                step.rung().bitsPerSecond().isEmpty()
                        ? "the usual bit rate for this size and frame rate"
                        : step.rung().crf().isPresent()
                                ? "what was measured for the ladder"
                                : "the bit rate the ladder names");
        if (step.frameDivisor() > 1) {
            reasons.add(
                    "every second frame, %.3g a second"
                            .formatted(video.frameRate().toDouble() / step.frameDivisor()));
        }
        if (video.range() != Range.SDR) {
            reasons.add(
                    isHdr
                            ? "high dynamic range (%s) kept in 10 bits".formatted(video.range())
                            : "tone-mapped from %s to standard range".formatted(video.range()));
        }
        if (encoder.equals("libopenh264")) {
            reasons.addAll(beyondOpenH264());
        }
        return String.join("; ", reasons);
    }

    /// What is asked for and cannot be had of it.
    private List<String> beyondOpenH264() {
        var asked = settings.video();
        var beyond = new ArrayList<String>();
        if (asked.crf().isPresent()) {
            beyond.add("libopenh264 knows no constant quality");
        }
        if (asked.preset() != Preset.BALANCED) {
            beyond.add("libopenh264 has no presets");
        }
        if (asked.level().isPresent()) {
            beyond.add("libopenh264 says the lowest level that fits");
        }
        return beyond;
    }

    private boolean isHdr(VideoCodec codec) {
        return codec != VideoCodec.H264
                && video.range() != Range.SDR
                && settings.video().hdr() == VideoSettings.Hdr.KEEP;
    }

    private String encoder(VideoCodec codec) throws ProgramException {
        var any = backend.encoder(codec);
        var encoder = backend.encoder(codec, grid);
        if (encoder.isPresent()) {
            if (!encoder.equals(any)) {
                decisions.add(
                        new Decision(
                                codec.toString(),
                                encoder.get(),
                                any.orElse("nothing else")
                                        + " cannot put keyframes where they are needed"));
            }
            return encoder.get();
        }
        var obstacle = backend.obstacle(codec);
        if (obstacle.isPresent()) {
            throw new ProgramException(Kind.MISSING, obstacle.get());
        }
        var reasons =
                backend.findings().stream()
                        .map(found -> "\n" + found.choice() + ": " + found.reason())
                        .collect(Collectors.joining());
        throw new ProgramException(
                Kind.MISSING,
                "%s has no encoder for %s%s: name another program%s%s"
                        .formatted(
                                backend.name(),
                                codec,
                                any.isPresent()
                                        ? " that puts keyframes where this source needs them"
                                        : "",
                                codec == VideoCodec.H264 ? "" : ", or leave the codec out",
                                reasons));
    }

    private Optional<String> obstacle(Step step, VideoCodec codec, double rate) {
        return switch (codec) {
            case HEVC -> Optional.empty();
            case AV1 ->
                    step.size().shorter() < MIN_AV1_SIDE
                            ? Optional.of("encoders for AV1 make no picture of " + step.size())
                            : Optional.empty();
            case H264 -> h264Obstacle(step, rate);
        };
    }

    private Optional<String> h264Obstacle(Step step, double rate) {
        long macroblocks = (step.size().width() + 15L) / 16 * ((step.size().height() + 15L) / 16);
        if (macroblocks > MAX_H264_MACROBLOCKS) {
            return Optional.of("next to nothing plays H.264 of " + step.size());
        }
        var asked = settings.video().level().stream().boxed().findFirst().flatMap(H264Level::of);
        return asked.filter(level -> !level.allows(step.size(), rate, 0, profile()))
                .map(level ->
                        "level %.1f does not allow %s at %.3g frames per second"
                                .formatted(level.number() / 10.0, step.size(), rate));
    }

    private String profile() {
        return settings.video().profile().orElse(BEST_PROFILE);
    }

    private OptionalInt level(Step step, double rate, RateControl control) {
        if (settings.video().level().isPresent()) {
            return settings.video().level();
        }
        return H264Level.lowest(step.size(), rate, control.maxBitsPerSecond(), profile())
                .map(level -> OptionalInt.of(level.number()))
                .orElse(OptionalInt.empty());
    }

    private OptionalLong levelBits(VideoCodec codec) {
        var level = settings.video().level();
        if (codec != VideoCodec.H264 || level.isEmpty()) {
            return OptionalLong.empty();
        }
        long bits = H264Level.of(level.getAsInt()).orElseThrow().bitsPerSecond();
        return OptionalLong.of(profile().equals("high") ? bits * 5 / 4 : bits);
    }
}
