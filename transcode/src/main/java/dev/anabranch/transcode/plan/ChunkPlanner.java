package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.ExtrasPlan;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts a plan into chunks, or says why not. Used once.
final class ChunkPlanner {

    /// Each chunk costs the start of a program, some pictures decoded for nothing, and encoders
    /// that fill and drain: below this that is more than a hundredth.
    private static final Duration SHORTEST = Duration.ofSeconds(20);

    /// The first segments of a longer one would come late.
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /// Rounds of work at least, so that workers do not wait long for the last of them.
    private static final int ROUNDS = 4;

    private final TranscodePlan plan;
    private final Chunks wish;
    private final TranscodeBackend backend;
    private final int processors;

    ChunkPlanner(TranscodePlan plan, Chunks wish, TranscodeBackend backend, int processors) {
        this.plan = plan;
        this.wish = wish;
        this.backend = backend;
        this.processors = processors;
    }

    ChunkPlan plan(FrameScan scan)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (wish instanceof Chunks.Off) {
            return ChunkPlan.inOnePiece(plan);
        }
        var obstacle = obstacle();
        if (obstacle.isPresent()) {
            return whole(obstacle.get());
        }
        return switch (scan.find(plan.source())) {
            case FrameScan.Found.NoTimes none -> whole(none.reason());
            case FrameScan.Found.Times found -> cut(found.times());
        };
    }

    private ChunkPlan whole(String why) {
        return ChunkPlan.inOnePiece(with(new Decision("chunks", "one piece", why)));
    }

    private TranscodePlan with(Decision decision) {
        var decisions = new ArrayList<>(plan.decisions());
        decisions.add(decision);
        return new TranscodePlan(
                plan.source(),
                plan.segment(),
                plan.grid(),
                plan.picture(),
                plan.trim(),
                plan.video(),
                plan.audio(),
                plan.limits(),
                decisions,
                plan.extras());
    }

    private Optional<String> obstacle() {
        if (plan.video().stream().noneMatch(VideoOutput.Encoded.class::isInstance)) {
            return Optional.of("no picture is encoded");
        }
        if (backend.excerpts().isEmpty()) {
            return Optional.of("%s takes sources whole".formatted(backend.name()));
        }
        if (!plan.trim().isWhole()) {
            return Optional.of("only a part of the source is taken");
        }
        if (!(plan.source().input() instanceof SourceInput.OfFile)) {
            return Optional.of("the source is no file, and would be fetched many times");
        }
        return wish instanceof Chunks.Auto ? useless() : Optional.empty();
    }

    /// Why cutting would not help on this machine.
    private Optional<String> useless() {
        int workers = workers();
        if (workers < 2) {
            return Optional.of(
                    "one run keeps the %d processor%s of this machine busy, by a table of encoders"
                            .formatted(processors, processors == 1 ? "" : "s"));
        }
        var least = SHORTEST.multipliedBy(2);
        boolean isShort = plan.source().duration().filter(d -> d.compareTo(least) >= 0).isEmpty();
        return isShort
                ? Optional.of("it is shorter than %d s".formatted(least.toSeconds()))
                : Optional.empty();
    }

    private int workers() {
        return switch (wish) {
            case Chunks.Off _ -> 1;
            case Chunks.Count many -> Math.min(many.count(), processors);
            case Chunks.Auto _ -> Math.max(1, processors / EncoderSpeed.processorsOfOneRun(plan));
        };
    }

    private ChunkPlan cut(FrameTimes times) {
        var starts = new ChunkBorders(plan, times).segments();
        int count = Math.min(wanted(starts.size()), starts.size());
        if (count < 2) {
            return whole("it is a single segment");
        }
        int workers = Math.min(workers(), count);
        var chunks = new ArrayList<Chunk>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * starts.size() / count);
            int to = (int) ((long) (i + 1) * starts.size() / count);
            chunks.add(chunk(i, starts, from, to, times, workers));
        }
        var seconds = times.seconds(times.count() - 1).toDouble() / count;
        var choice = "%d of about %.0f s, %d at a time".formatted(count, seconds, workers);
        var why =
                wish instanceof Chunks.Auto
                        ? "one run would keep %d of %d processors busy, by a table of encoders"
                                .formatted(EncoderSpeed.processorsOfOneRun(plan), processors)
                        : "cut where segments begin, as was asked for";
        var apart =
                plan.extras().stills().isEmpty()
                        ? ""
                        : "; single pictures are made apart, of the whole decoded once more";
        return new ChunkPlan(
                with(new Decision("chunks", choice, why + apart)), chunks, rest(), workers);
    }

    private int wanted(int segments) {
        if (wish instanceof Chunks.Count many) {
            return many.count();
        }
        var length = plan.source().duration().orElse(plan.segment().multipliedBy(segments));
        var even = length.dividedBy((long) ROUNDS * workers());
        var longest = even.compareTo(LONGEST) > 0 ? LONGEST : even;
        var each = longest.compareTo(SHORTEST) < 0 ? SHORTEST : longest;
        return Math.clamp(length.dividedBy(each), 1, Chunks.MAX);
    }

    private Chunk chunk(
            int index, List<Integer> starts, int from, int to, FrameTimes times, int workers) {
        int first = starts.get(from);
        boolean isLast = to == starts.size();
        int end = isLast ? times.count() : starts.get(to);
        var excerpt =
                new Excerpt(
                        times.start(),
                        times.seek(first),
                        times.justBefore(first),
                        isLast ? Optional.empty() : Optional.of(times.justBefore(end)),
                        times.ticks(first),
                        end - first);
        var encoded = plan.video().stream().filter(VideoOutput.Encoded.class::isInstance).toList();
        var grid = grid(starts.subList(from, to), times);
        return new Chunk(
                index, part(grid, encoded, List.of(), limits(workers), ExtrasPlan.NONE), excerpt);
    }

    /// Where frames are counted they are counted from the chunk's first. Times are those of all
    /// keyframes in it: what an encoder was to find out by itself is known by now.
    private KeyframeGrid grid(List<Integer> starts, FrameTimes times) {
        return switch (plan.grid()) {
            case KeyframeGrid.EveryFrames every -> every;
            case KeyframeGrid.EveryInterval _, KeyframeGrid.AtTimes _ ->
                    new KeyframeGrid.AtTimes(starts.stream().map(times::seconds).toList());
        };
    }

    /// Twice a worker's share of the processors: what one of them leaves idle another takes, at the
    /// end above all, where the longest chunk is alone.
    private Limits limits(int workers) {
        var all = plan.limits();
        int share = Math.min(processors, 2 * Math.max(1, processors / workers));
        int threads = all.threads() > 0 ? all.threads() : share;
        return new Limits(threads, all.niceness(), all.memoryBytes(), all.time());
    }

    /// Single pictures are made of the whole: an image of several may lie across a border.
    private Optional<TranscodePlan> rest() {
        var copied = plan.video().stream().filter(VideoOutput.Copied.class::isInstance).toList();
        var stills = plan.extras().stills();
        return copied.isEmpty() && plan.audio().isEmpty() && stills.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        part(plan.grid(), copied, plan.audio(), plan.limits(), plan.extras()));
    }

    private TranscodePlan part(
            KeyframeGrid grid,
            List<VideoOutput> video,
            List<AudioOutput> audio,
            Limits limits,
            ExtrasPlan extras) {
        return new TranscodePlan(
                plan.source(),
                plan.segment(),
                grid,
                plan.picture(),
                plan.trim(),
                video,
                audio,
                limits,
                List.of(),
                extras);
    }
}
