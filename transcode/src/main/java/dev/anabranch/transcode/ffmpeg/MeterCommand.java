package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.ExtrasPlan;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.VideoOutput.Encoded;
import dev.anabranch.transcode.plan.ProbePlanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The words of an ffmpeg that compares the renditions of a plan with the source they were made of.
///
/// ```
/// [0:v] the plan's own filters -> the size of the reference -> split -> [r0] [r1]
/// [1:v] scale, number frames -> [e0]      [r0] number frames -> [p0]      [e0][p0] metric -> [m0]
/// ```
final class MeterCommand {

    private static final int REFERENCE_ID = 1;

    /// Frames are paired by number, and any clock does.
    private static final String NUMBERED = "settb=1/25,setpts=N";

    private final TranscodePlan plan;
    private final List<Path> files;
    private final List<Path> lists;
    private final Metric metric;

    /// @param files one for each picture of the plan
    /// @param lists where the values for each are written
    MeterCommand(TranscodePlan plan, List<Path> files, List<Path> lists, Metric metric) {
        if (plan.video().size() != files.size() || files.size() != lists.size()) {
            throw new IllegalArgumentException("files=" + files.size());
        }
        this.plan = plan;
        this.files = files;
        this.lists = lists;
        this.metric = metric;
    }

    List<String> arguments() {
        var reference = reference();
        var alone = withPictures(List.of(reference));
        var graph = new FfmpegFilters(alone, Optional.empty());
        var words =
                new ArrayList<>(
                        new FfmpegCommand(
                                        alone,
                                        Optional.empty(),
                                        FfmpegBackend.PATIENCE,
                                        _ -> Path.of(""))
                                .inputs(graph));
        files.forEach(file -> words.addAll(List.of("-i", FfmpegCommand.LOCAL + file)));
        words.addAll(
                List.of("-filter_complex", graph.text() + ";" + comparisons(reference, graph)));
        for (int i = 0; i < files.size(); i++) {
            words.addAll(List.of("-map", "[m" + i + "]"));
        }
        words.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        return words;
    }

    /// The source as it would be at its full size. What it is encoded with plays no role.
    private Encoded reference() {
        var like = (Encoded) plan.video().getFirst();
        var size = ProbePlanner.referenceSize(plan.source(), plan.picture());
        return new Encoded(
                REFERENCE_ID,
                like.codec(),
                "none",
                size.width(),
                size.height(),
                1,
                like.rate(),
                like.preset(),
                Optional.empty(),
                OptionalInt.empty(),
                like.bitDepth(),
                like.range());
    }

    private TranscodePlan withPictures(List<VideoOutput> pictures) {
        return new TranscodePlan(
                plan.source(),
                plan.segment(),
                plan.grid(),
                plan.picture(),
                plan.trim(),
                pictures,
                List.of(),
                plan.limits(),
                List.of(),
                ExtrasPlan.NONE);
    }

    private String comparisons(Encoded reference, FfmpegFilters graph) {
        var chains = new ArrayList<String>();
        var split = new StringBuilder(FfmpegFilters.pad(reference) + "split=" + files.size());
        for (int i = 0; i < files.size(); i++) {
            split.append("[r").append(i).append(']');
        }
        chains.add(split.toString());
        int first = 1 + graph.inputs().size();
        for (int i = 0; i < files.size(); i++) {
            var made = (Encoded) plan.video().get(i);
            var step = made.frameDivisor() > 1 ? "framestep=" + made.frameDivisor() + "," : "";
            chains.add("[r%d]%s%s[p%d]".formatted(i, step, NUMBERED, i));
            chains.add(
                    "[%d:v]%s,format=%s,%s[e%d]"
                            .formatted(
                                    first + i,
                                    String.join(",", FfmpegColours.resized(reference)),
                                    made.bitDepth() > 8 ? "yuv420p10le" : "yuv420p",
                                    NUMBERED,
                                    i));
            chains.add(
                    "[e%d][p%d]%s[m%d]"
                            .formatted(i, i, QualityMeter.filter(metric, lists.get(i)), i));
        }
        return String.join(";", chains);
    }
}
