package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioSettings;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.LadderSteps.Step;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Plans probe encodes: what the [Planner] would make of a stretch of the film, in H.264, at each
/// size of the ladder and at several rates. Nothing but the rate and the stretch differs from the
/// final encode, for it is the same planner that says all the rest.
public final class ProbePlanner {

    /// On the scale of x264: from what is hardly told from the source to what is plainly poor.
    private static final int[] CRFS = {20, 24, 28, 33, 39};

    /// Of what is usual for a size, for encoders that know bit rates only.
    private static final double[] SHARES = {2, 1, 0.5, 0.25, 0.12};

    /// Of what is usual, at most: a film that is harder than this gets it at a lower quality.
    private static final int MOST = 2;

    private final Source source;
    private final TranscodeSettings settings;
    private final TranscodeBackend backend;
    private final List<ProbeSize> sizes;
    private final boolean isConstantQuality;

    private ProbePlanner(
            Source source,
            TranscodeSettings settings,
            TranscodeBackend backend,
            List<ProbeSize> sizes,
            boolean isConstantQuality) {
        this.source = source;
        this.settings = settings;
        this.backend = backend;
        this.sizes = List.copyOf(sizes);
        this.isConstantQuality = isConstantQuality;
    }

    /// @param settings whose ladder says the sizes; its bit rates are not looked at
    /// @throws MediaFormatException when there is no picture to try, or the settings cannot be met
    /// @throws IllegalArgumentException when the settings fix the quality
    public static ProbePlanner of(
            Source source, TranscodeSettings settings, TranscodeBackend backend)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (settings.video().crf().isPresent()) {
            throw new IllegalArgumentException("a quality that is fixed leaves nothing to choose");
        }
        if (source.video().isEmpty()) {
            throw MediaFormatException.unsupported(
                    source.input().name(), "a per-title ladder needs a picture, and there is none");
        }
        var alone =
                settings.withVideo(video ->
                                video.withCodecs(Set.of(VideoCodec.H264)).withCopy(Copy.NEVER))
                        .withAudio(AudioSettings.DEFAULT)
                        .withExtras(Extras.NONE);
        var steps = steps(source, alone);
        var plan = planned(source, alone, backend, steps.stream().map(Step::rung).toList());
        var sizes = new ArrayList<ProbeSize>();
        for (var step : steps) {
            encoded(plan)
                    .filter(made -> made.width() == step.size().width())
                    .filter(made -> made.height() == step.size().height())
                    .findFirst()
                    .ifPresent(made -> sizes.add(size(step.rung(), made, source)));
        }
        var encoder = encoded(plan).findFirst().orElseThrow().encoder();
        return new ProbePlanner(
                source, alone, backend, sizes, RatePlan.hasConstantQuality(encoder));
    }

    /// Those of the ladder, each as a rung of its own name.
    private static List<Step> steps(Source source, TranscodeSettings settings) {
        var video = source.video().orElseThrow();
        var whole = PictureSize.of(video, settings.picture());
        var steps = new LadderSteps(settings.ladder(), whole, video, new ArrayList<>()).steps();
        return steps.stream()
                .map(step ->
                        new Step(
                                step.name(),
                                step.size(),
                                step.frameDivisor(),
                                step.mustHalve(),
                                step.rung().named(step.name())))
                .toList();
    }

    private static ProbeSize size(Rung rung, VideoOutput.Encoded made, Source source) {
        double rate = source.video().orElseThrow().frameRate().toDouble() / made.frameDivisor();
        long usual =
                UsualRates.bitsPerSecond(
                        VideoCodec.H264, new PictureSize(made.width(), made.height()), rate);
        return new ProbeSize(rung, made.width(), made.height(), made.frameDivisor(), MOST * usual);
    }

    /// The largest first.
    public List<ProbeSize> sizes() {
        return sizes;
    }

    /// How many rates each size is tried at.
    public int points() {
        return isConstantQuality ? CRFS.length : SHARES.length;
    }

    /// The constant quality of a point; empty with an encoder that knows bit rates only.
    public OptionalInt crf(int point) {
        return isConstantQuality ? OptionalInt.of(CRFS[point]) : OptionalInt.empty();
    }

    /// All sizes at one rate, without sound. Its pictures are in the order of [#sizes].
    ///
    /// @param sample the stretch
    public TranscodePlan plan(int point, Trim sample)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var rungs = new ArrayList<Rung>();
        for (var size : sizes) {
            double share = isConstantQuality ? 1 : SHARES[point] / MOST;
            long bits = Math.max(Rung.MIN_BITS, Math.round(size.mostBitsPerSecond() * share));
            rungs.add(size.rung().at(bits, crf(point)));
        }
        return planned(source, settings.withTrim(sample), backend, rungs);
    }

    private static TranscodePlan planned(
            Source source, TranscodeSettings settings, TranscodeBackend backend, List<Rung> rungs)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var ladder = new Ladder(false, rungs, List.of(), List.of());
        return Planner.plan(
                withoutSound(source),
                settings.withLadder(ladder),
                backend,
                (_, _, _) -> new KeyframeScan.Found.NoCuts("it is a probe"));
    }

    private static Source withoutSound(Source source) {
        return new Source(
                source.input(),
                source.container(),
                source.duration(),
                source.video(),
                List.of(),
                List.of(),
                source.chapters(),
                source.tags(),
                source.warnings());
    }

    private static Stream<VideoOutput.Encoded> encoded(TranscodePlan plan) {
        return plan.video().stream()
                .filter(VideoOutput.Encoded.class::isInstance)
                .map(VideoOutput.Encoded.class::cast);
    }

    /// The size that renditions are compared at, for people: `1920x1080`.
    public String reference() {
        return referenceSize(source, settings.picture()).toString();
    }

    /// All there is of the picture, upright and with square pixels.
    public static PictureSize referenceSize(Source source, PictureSettings picture) {
        return PictureSize.of(source.video().orElseThrow(), picture)
                .into(Rung.MAX_SIDE, Rung.MAX_SIDE);
    }

    /// How long the stretch is that the settings take of the source; empty when nobody knows.
    public Optional<Duration> length() {
        var end = settings.trim().end().or(source::duration);
        return end.map(last -> source.duration().filter(d -> d.compareTo(last) < 0).orElse(last))
                .map(last -> last.minus(settings.trim().start()));
    }
}
