package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SubtitlePlan;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.KeyframeScan.Found;
import dev.anabranch.transcode.plan.LadderSteps.Step;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides everything about a run before it starts, with reasons.
public final class Planner {

    /// Of the segment's length; as the packager has it (`CutPolicy.of`).
    private static final int TOLERANCE_SHARE = 8;

    private final Source source;
    private final TranscodeSettings settings;
    private final TranscodeBackend backend;
    private final KeyframeScan scan;
    private final List<Decision> decisions = new ArrayList<>();

    private Planner(
            Source source,
            TranscodeSettings settings,
            TranscodeBackend backend,
            KeyframeScan scan) {
        this.source = source;
        this.settings = settings;
        this.backend = backend;
        this.scan = scan;
    }

    /// Plans what `backend` is to make of `source`. Blocks while `scan` reads the source, which it
    /// is asked for only where the picture could be copied.
    ///
    /// @param scan usually [dev.anabranch.transcode.probe.PacketScan]
    /// @throws MediaFormatException when the settings cannot be met with this source: what and why
    /// @throws ProgramException of the kind [ProgramException.Kind#MISSING] when `backend` lacks an
    ///   encoder, or what `scan` throws
    public static TranscodePlan plan(
            Source source, TranscodeSettings settings, TranscodeBackend backend, KeyframeScan scan)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        return new Planner(source, settings, backend, scan).plan();
    }

    private TranscodePlan plan()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        checkTrim();
        decisions.addAll(PictureNeeds.check(source, settings));
        decisions.add(new Decision("encoder", backend.name(), encoders()));
        decisions.addAll(backend.findings());
        decisions.addAll(Changes.of(settings));
        decisions.addAll(settings.ladder().reasons());
        var video = List.<VideoOutput>of();
        KeyframeGrid grid = new KeyframeGrid.EveryInterval(settings.segment());
        if (source.video().isPresent()) {
            var picture = source.video().get();
            checkCrop(picture);
            var whole = PictureSize.of(picture, settings.picture());
            var steps = new LadderSteps(settings.ladder(), whole, picture, decisions).steps();
            var copy = copy(picture, steps);
            boolean isFull = copy.isPresent() && !isHalvable(copy.get().grid(), picture);
            var made = isFull ? steps.stream().map(Step::atFullRate).toList() : steps;
            grid = copy.<KeyframeGrid>map(SourceStep::grid).orElseGet(() -> grid(picture, steps));
            checkGrid(grid);
            video =
                    new VideoPlanner(picture, settings, backend, grid, decisions)
                            .outputs(made, copy.map(SourceStep::size));
        }
        var audio =
                new AudioPlanner(source, settings, backend, video.size() + 1, decisions).outputs();
        var extras =
                new StillPlanner(source, settings, video.size() + audio.size() + 1, decisions)
                        .plan(video);
        var subtitles = SubtitlePlan.of(source, settings.subtitles(), decisions);
        return new TranscodePlan(
                source,
                settings.segment(),
                grid,
                settings.picture(),
                settings.trim(),
                video,
                audio,
                settings.limits(),
                decisions,
                extras.withSubtitles(subtitles));
    }

    private String encoders() {
        var parts = new ArrayList<String>();
        for (var codec : VideoCodec.values()) {
            if (source.video().isPresent() && settings.video().codecs().contains(codec)) {
                backend.encoder(codec).ifPresent(name -> parts.add(codec + " with " + name));
            }
        }
        for (var codec : AudioCodec.values()) {
            if (!source.audio().isEmpty() && settings.audio().codecs().contains(codec)) {
                backend.encoder(codec).ifPresent(name -> parts.add(codec + " with " + name));
            }
        }
        return "it encodes " + String.join(", ", parts);
    }

    /// The size of the source itself, and where that is cut.
    private record SourceStep(PictureSize size, KeyframeGrid.AtTimes grid) {}

    /// Whether every cut is at an even frame, so that every second frame has them all.
    private static boolean isHalvable(KeyframeGrid.AtTimes grid, SourceVideo picture) {
        var rate = picture.frameRate();
        return grid.seconds().stream()
                .allMatch(time ->
                        time.numerator()
                                        * rate.numerator()
                                        % (2 * time.denominator() * rate.denominator())
                                == 0);
    }

    private Optional<SourceStep> copy(SourceVideo picture, List<Step> steps)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var check = new CopyCheck(source, picture, settings);
        var own = steps.stream().filter(step -> isSource(step, picture)).findFirst();
        var obstacle =
                check.obstacle()
                        .or(() -> ladderObstacle(own, steps))
                        .or(() -> own.flatMap(step -> rateObstacle(step, picture, check)));
        if (obstacle.isEmpty()) {
            var found = scan.find(source, settings.segment(), tolerance());
            switch (found) {
                case Found.NoCuts none -> obstacle = Optional.of(none.reason());
                case Found.Cuts cuts -> {
                    var grid = new KeyframeGrid.AtTimes(cuts.seconds());
                    if (isSupported(grid)) {
                        decided(grid);
                        return Optional.of(new SourceStep(own.orElseThrow().size(), grid));
                    }
                    obstacle =
                            Optional.of(
                                    "%s cannot put keyframes of the other renditions at its keyframes"
                                            .formatted(backend.name()));
                }
            }
        }
        decisions.add(
                new Decision("source picture", "encoded", "not copied because " + obstacle.get()));
        return Optional.empty();
    }

    private static boolean isSource(Step step, SourceVideo picture) {
        return step.size().width() == picture.width()
                && step.size().height() == picture.height()
                && !step.mustHalve();
    }

    private static Optional<String> ladderObstacle(Optional<Step> own, List<Step> steps) {
        if (own.isEmpty()) {
            return Optional.of("no rung of the ladder has exactly its size");
        }
        return steps.stream().anyMatch(Step::mustHalve)
                ? Optional.of("a rung has to have half its frame rate")
                : Optional.empty();
    }

    private Optional<String> rateObstacle(Step step, SourceVideo picture, CopyCheck check) {
        var codec = CopyCheck.codec(picture).orElseThrow();
        long usual = UsualRates.bitsPerSecond(codec, step.size(), picture.frameRate().toDouble());
        long most =
                Math.round(RatePlan.named(step, codec).orElse(usual) * CopyCheck.MAX_BITS_SHARE);
        long bits = check.bitsPerSecond();
        if (bits == 0) {
            return Optional.of("its bit rate is not known");
        }
        return bits > most
                ? Optional.of(
                        "it has %s and the rung may have %s"
                                .formatted(RatePlan.bits(bits), RatePlan.bits(most)))
                : Optional.empty();
    }

    private Duration tolerance() {
        return settings.segment().dividedBy(TOLERANCE_SHARE);
    }

    private void decided(KeyframeGrid.AtTimes grid) {
        decisions.add(
                new Decision(
                        "keyframes",
                        "at %d keyframes of the source".formatted(grid.seconds().size()),
                        "a rendition is a copy, so all others are cut where it can be"));
    }

    private KeyframeGrid grid(SourceVideo picture, List<Step> steps) {
        double seconds = settings.segment().toMillis() / 1000.0;
        if (picture.isVariableRate()) {
            decisions.add(
                    new Decision(
                            "keyframes",
                            "at the first frame after every %.3g s".formatted(seconds),
                            "the source has no constant frame rate"));
            return new KeyframeGrid.EveryInterval(settings.segment());
        }
        double rate = picture.frameRate().toDouble();
        boolean isHalved = steps.stream().anyMatch(step -> step.frameDivisor() > 1);
        int unit = isHalved ? 2 : 1;
        int frames = unit * (int) Math.max(1, Math.round(seconds * rate / unit));
        decisions.add(
                new Decision(
                        "keyframes",
                        "every %d frames, %.3f s".formatted(frames, frames / rate),
                        "the source has %.5g frames per second%s"
                                .formatted(rate, isHalved ? ", and some rungs half of them" : "")));
        return new KeyframeGrid.EveryFrames(frames);
    }

    private boolean isSupported(KeyframeGrid grid) {
        return settings.video().codecs().stream()
                .allMatch(codec ->
                        backend.encoder(codec, grid).isPresent()
                                || backend.encoder(codec).isEmpty());
    }

    private void checkGrid(KeyframeGrid grid) throws MediaFormatException {
        if (!backend.supports(grid)) {
            throw MediaFormatException.unsupported(
                    source.input().name(),
                    backend.name() + " cannot put keyframes where this source needs them");
        }
    }

    private void checkTrim() throws MediaFormatException {
        var start = settings.trim().start();
        if (source.duration().isPresent() && start.compareTo(source.duration().get()) >= 0) {
            throw MediaFormatException.malformed(
                    "trim",
                    "it starts at %s s, where the source of %s s is over"
                            .formatted(seconds(start), seconds(source.duration().get())));
        }
    }

    private static String seconds(Duration duration) {
        return "%.3f".formatted(duration.toMillis() / 1000.0);
    }

    private void checkCrop(SourceVideo picture) throws MediaFormatException {
        if (settings.picture().crop().isEmpty()) {
            return;
        }
        var crop = settings.picture().crop().get();
        if ((long) crop.x() + crop.width() > picture.displayWidth()
                || (long) crop.y() + crop.height() > picture.displayHeight()) {
            throw MediaFormatException.malformed(
                    "crop",
                    "%dx%d+%d+%d is not within the picture of %dx%d"
                            .formatted(
                                    crop.width(),
                                    crop.height(),
                                    crop.x(),
                                    crop.y(),
                                    picture.displayWidth(),
                                    picture.displayHeight()));
        }
    }
}
