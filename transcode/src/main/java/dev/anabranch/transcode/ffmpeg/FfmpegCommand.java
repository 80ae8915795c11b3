package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// The words of an ffmpeg that carries out a plan: one input, one filter graph, one output a track.
final class FfmpegCommand {

    /// What stands before a path, so that nothing in its name is taken for a protocol.
    static final String LOCAL = "file:";

    /// How a [FragmentedTrackReader] wants it.
    static final List<String> FRAGMENTS =
            List.of(
                    "-f",
                    "mp4",
                    "-movflags",
                    "frag_every_frame+empty_moov+delay_moov+default_base_moof+frag_discont",
                    "-use_editlist",
                    "0",
                    "-avoid_negative_ts",
                    "disabled",
                    "-flush_packets",
                    "1",
                    "-output_ts_offset",
                    Long.toString(FfmpegBackend.FILE_OFFSET_SECONDS));

    private final TranscodePlan plan;
    private final Optional<Excerpt> excerpt;
    private final Duration patience;
    private final IntFunction<Path> sockets;
    private final List<String> words = new ArrayList<>();

    /// @param excerpt what of the source is taken, if not all
    /// @param patience for how long a server may say nothing
    /// @param sockets where a track is written to
    FfmpegCommand(
            TranscodePlan plan,
            Optional<Excerpt> excerpt,
            Duration patience,
            IntFunction<Path> sockets) {
        this.plan = plan;
        this.excerpt = excerpt;
        this.patience = patience;
        this.sockets = sockets;
    }

    List<String> arguments() {
        device();
        input();
        var graph = new FfmpegFilters(plan, excerpt);
        graph.inputs().forEach(image -> words.addAll(image(image)));
        if (!graph.isEmpty()) {
            add("-filter_complex", graph.text());
        }
        plan.video().forEach(this::picture);
        plan.audio().forEach(this::sound);
        plan.extras().stills().forEach(this::still);
        if (plan.video().isEmpty() && plan.extras().stills().isEmpty() && isMpeg()) {
            plan.source().video().ifPresent(this::count);
        }
        return List.copyOf(words);
    }

    /// The words of what goes into `graph` alone.
    List<String> inputs(FfmpegFilters graph) {
        input();
        graph.inputs().forEach(image -> words.addAll(image(image)));
        return List.copyOf(words);
    }

    /// A name with a pattern would be taken for a series of images, and something else that is
    /// named like one for a list of other files.
    static List<String> image(Path image) {
        var words = new ArrayList<>(List.of("-format_whitelist", Demuxers.IMAGES));
        if (image.toString().contains("%")) {
            words.addAll(List.of("-f", "image2", "-pattern_type", "none"));
        }
        words.addAll(List.of("-i", LOCAL + image));
        return words;
    }

    private void device() {
        plan.video().stream()
                .filter(output -> output instanceof VideoOutput.Encoded)
                .map(output -> ((VideoOutput.Encoded) output).encoder())
                .flatMap(encoder -> Hardware.ofEncoder(encoder).stream())
                .distinct()
                .forEach(kind -> words.addAll(kind.deviceOptions()));
    }

    private void input() {
        excerpt.ifPresent(this::seek);
        var trim = plan.trim();
        if (!trim.start().isZero()) {
            add("-ss", seconds(trim.start()));
        }
        trim.end().ifPresent(end -> add("-to", seconds(end)));
        // What was probed, not what the content may pretend to be a second time.
        add("-f", plan.source().container().split(",")[0]);
        if (plan.source().input() instanceof SourceInput.OfUrl) {
            add("-rw_timeout", Long.toString(patience.toMillis() * 1000));
        }
        add("-i", address());
    }

    /// Reads from somewhere before the excerpt, with the times it would have if it were read from
    /// the start; which pictures are taken is said in the graph.
    private void seek(Excerpt part) {
        // ffmpeg 5 takes the start of an MPEG stream itself for a wish to be corrected by what is
        // used; a microsecond beside it, which no clock of MPEG shows, it leaves alone.
        var start = part.start().plusNanos(isMpeg() ? 1000 : 0);
        add("-copyts", "-itsoffset", seconds(start.negated()));
        if (!part.seek().isZero()) {
            add("-noaccurate_seek", "-ss", seconds(part.seek()));
        }
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
                words.addAll(FfmpegEncoders.beginning(encoded, excerpt));
                if (FfmpegEncoders.isForced(encoded, plan.grid())) {
                    add("-force_key_frames", keyframes(encoded));
                }
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
            case KeyframeGrid.EveryInterval every -> spaced(seconds(every.interval()));
            case KeyframeGrid.AtTimes times ->
                    times.seconds().stream()
                            .map(FfmpegCommand::seconds)
                            .collect(Collectors.joining(","));
        };
    }

    /// The first frame of each interval: `n_forced` alone would ask for several in a row behind a
    /// gap.
    private static String spaced(String interval) {
        var number = "floor(%s/" + interval + "+0.000001)";
        return "expr:gt(%s,if(isnan(prev_forced_t),-1,%s))"
                .formatted(number.formatted("t"), number.formatted("prev_forced_t"));
    }

    private void sound(AudioOutput output) {
        add("-map", stream(output.source().index()));
        switch (output) {
            case AudioOutput.Copied copied -> {
                add("-c:a", "copy");
                if (copied.source().codec().equals("aac")) {
                    // From MPEG-TS it has a header with each frame; of others this changes nothing.
                    add("-bsf:a", "aac_adtstoasc");
                }
            }
            case AudioOutput.Encoded encoded -> words.addAll(FfmpegEncoders.options(encoded, plan));
        }
        output(output.trackId());
    }

    private void still(StillOutput output) {
        add("-map", FfmpegStills.pad(output));
        words.addAll(FfmpegStills.options(output));
        output(output.trackId());
    }

    private boolean isMpeg() {
        return plan.source().container().startsWith("mpeg");
    }

    /// Takes a picture into account that is made by another run: in MPEG streams ffmpeg counts
    /// times from the first stream that is used.
    private void count(SourceVideo picture) {
        add("-map", stream(picture.index()), "-c", "copy", "-f", "null", "-");
    }

    /// A fragment a frame, with the times as they are.
    private void output(int trackId) {
        words.addAll(FRAGMENTS);
        add("-map_metadata", "-1", "-map_chapters", "-1");
        add("unix:" + sockets.apply(trackId));
    }

    private static String stream(int index) {
        return "0:" + index;
    }

    static String seconds(Duration duration) {
        var length = duration.abs();
        return String.format(
                Locale.ROOT,
                "%s%d.%06d",
                duration.isNegative() ? "-" : "",
                length.toSeconds(),
                length.toNanosPart() / 1000);
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
