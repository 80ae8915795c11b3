package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Compares encoded pictures with those they were made of, by a filter of ffmpeg.
///
/// The reference is the source behind the filters of the plan (upright, cropped, tone-mapped where
/// the renditions are), at the largest size it has. A rendition is scaled to that with the bicubic
/// filter, as a player would show it, and frames are paired by their number. Of a rendition with
/// every second frame every second frame of the source is looked at.
public final class QualityMeter {

    /// One that is longer is no list of values of a sample.
    private static final long MAX_STATS_BYTES = 64L << 20;

    private static final int VMAF_THREADS = 2;

    private final FfmpegProgram program;
    private final Metric metric;

    private QualityMeter(FfmpegProgram program, Metric metric) {
        this.program = program;
        this.metric = metric;
    }

    /// One that measures `wanted`, or else the best that `program` has: VMAF, XPSNR, SSIM.
    ///
    /// @throws ProgramException of the kind [Kind#MISSING], naming the filter that is not there
    public static QualityMeter of(FfmpegProgram program, Optional<Metric> wanted)
            throws ProgramException, InterruptedException {
        var filters = program.answer("-filters");
        var candidates = wanted.map(List::of).orElse(Metric.PREFERRED);
        for (var metric : candidates) {
            if (Pattern.compile("(?m)^ \\S+ +" + metric.filter() + " ").matcher(filters).find()) {
                return new QualityMeter(program, metric);
            }
        }
        throw new ProgramException(
                Kind.MISSING,
                "%s cannot measure %s: it has no filter %s; name another program or metric"
                        .formatted(program, candidates.getFirst(), candidates.getFirst().filter()));
    }

    public Metric metric() {
        return metric;
    }

    /// What a rendition has lost.
    ///
    /// @param sum of [Metric#loss] over all frames
    public record Loss(long frames, double sum) {

        public static final Loss NOTHING = new Loss(0, 0);

        public Loss plus(Loss other) {
            return new Loss(frames + other.frames, sum + other.sum);
        }
    }

    /// Compares what was made by a plan. Blocks as long as it takes to decode everything.
    ///
    /// @param plan that `files` were made by, one for each of its pictures, in their order
    /// @param folder where lists of values are left
    /// @param running told of the child, so that it can be closed by another thread
    /// @return in the order of `files`
    public List<Loss> measure(
            TranscodePlan plan, List<Path> files, Path folder, Consumer<SupervisedProcess> running)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var lists = new ArrayList<Path>();
        for (int i = 0; i < files.size(); i++) {
            lists.add(folder.resolve("values-" + i + ".txt"));
        }
        var words = new MeterCommand(plan, files, lists, metric).arguments();
        var protocols = Ffprobe.protocols(plan.source().input());
        try (var process = program.start(protocols, words, plan.limits())) {
            running.accept(process);
            process.input().close();
            process.await();
        }
        var losses = new ArrayList<Loss>();
        for (var list : lists) {
            losses.add(loss(list));
            Files.delete(list);
        }
        return losses;
    }

    private Loss loss(Path list) throws IOException, MediaFormatException {
        if (!Files.exists(list) || Files.size(list) > MAX_STATS_BYTES) {
            throw MediaFormatException.malformed(
                    String.valueOf(list.getFileName()), "no list of values of a sample");
        }
        return new MetricValues(metric).loss(Files.readString(list));
    }

    /// The filter with its options.
    ///
    /// @param list where a line for each frame is written
    static String filter(Metric metric, Path list) {
        var file = FfmpegFilters.escaped(list.toString());
        var options =
                switch (metric) {
                    case VMAF ->
                            "log_fmt=csv:n_threads=%d:log_path=%s".formatted(VMAF_THREADS, file);
                    case XPSNR, SSIM -> "stats_file=" + file;
                };
        return metric.filter() + "=shortest=1:" + options;
    }
}
