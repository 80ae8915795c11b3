package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// The words of an ffmpeg that carries out a plan: one input, one filter graph, one output a track.
final class FfmpegCommand {

    /// What stands before a path, so that nothing in its name is taken for a protocol.
    static final String LOCAL = "file:";

    private final TranscodePlan plan;
    private final IntFunction<Path> sockets;
    private final List<String> words = new ArrayList<>();

    /// @param sockets where a track is written to
    FfmpegCommand(TranscodePlan plan, IntFunction<Path> sockets) {
        this.plan = plan;
        this.sockets = sockets;
    }

    List<String> arguments() {
        input();
        var graph = new FfmpegFilters(plan);
        graph.inputs().forEach(image -> add("-i", LOCAL + image));
        if (!graph.isEmpty()) {
            add("-filter_complex", graph.text());
        }
        plan.video().forEach(this::picture);
        plan.audio().forEach(this::sound);
        return List.copyOf(words);
    }

    private void input() {
        var trim = plan.trim();
        if (!trim.start().isZero()) {
            add("-ss", seconds(trim.start()));
        }
        trim.end().ifPresent(end -> add("-to", seconds(end)));
        // What was probed, not what the content may pretend to be a second time.
        add("-f", plan.source().container().split(",")[0]);
        add("-i", address());
    }

    private String address() {
        return switch (plan.source().input()) {
            case SourceInput.OfFile file -> LOCAL + file.path();
            case SourceInput.OfUrl url -> url.uri().toString();
        };
    }

    private void picture(VideoOutput output) {
        switch (output) {
            case VideoOutput.Copied copied -> {
                add("-map", stream(plan.source().video().orElseThrow().index()), "-c:v", "copy");
                if (copied.codec() == VideoCodec.HEVC) {
                    add("-tag:v", "hvc1");
                }
            }
            case VideoOutput.Encoded encoded -> {
                add("-map", FfmpegFilters.pad(encoded));
                add("-fps_mode", "passthrough", "-enc_time_base:v", timeBase());
                words.addAll(FfmpegEncoders.options(encoded, plan));
                add("-force_key_frames", keyframes(encoded));
            }
        }
        output(output.trackId());
    }

    /// An encoder that is told nothing counts in frames, which a variable rate does not fit.
    private String timeBase() {
        return plan.source().video().orElseThrow().timeBase().toString();
    }

    private String keyframes(VideoOutput.Encoded output) {
        return switch (plan.grid()) {
            case KeyframeGrid.EveryFrames every ->
                    "expr:eq(mod(n," + every.frames() / output.frameDivisor() + "),0)";
            case KeyframeGrid.EveryInterval every ->
                    "expr:gte(t,n_forced*" + seconds(every.interval()) + ")";
            case KeyframeGrid.AtTimes times ->
                    times.seconds().stream()
                            .map(FfmpegCommand::seconds)
                            .collect(Collectors.joining(","));
        };
    }

    private void sound(AudioOutput output) {
        add("-map", stream(output.source().index()));
        switch (output) {
            case AudioOutput.Copied _ -> add("-c:a", "copy");
            case AudioOutput.Encoded encoded -> words.addAll(FfmpegEncoders.options(encoded, plan));
        }
        output(output.trackId());
    }

    /// A fragment a frame, with the times as they are.
    private void output(int trackId) {
        add("-f", "mp4");
        add("-movflags", "frag_every_frame+empty_moov+delay_moov+default_base_moof+frag_discont");
        add("-use_editlist", "0", "-avoid_negative_ts", "disabled", "-flush_packets", "1");
        add("-output_ts_offset", Long.toString(FfmpegBackend.OFFSET_SECONDS));
        add("-map_metadata", "-1", "-map_chapters", "-1");
        add("unix:" + sockets.apply(trackId));
    }

    private static String stream(int index) {
        return "0:" + index;
    }

    static String seconds(Duration duration) {
        return String.format(
                Locale.ROOT, "%d.%06d", duration.toSeconds(), duration.toNanosPart() / 1000);
    }

    /// Rounded down, for ffmpeg takes the first frame at or after it.
    private static String seconds(Rational time) {
        long micros = Math.multiplyExact(time.numerator(), 1_000_000L) / time.denominator();
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }
}
