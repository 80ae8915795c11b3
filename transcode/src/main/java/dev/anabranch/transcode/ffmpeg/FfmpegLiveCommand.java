package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The words of an ffmpeg that is fed a live stream on its standard input.
///
/// What keeps it quick: it does not probe (the header of the feed says all there is), decodes on
/// one thread (each further one delays by a frame), and encoders neither look ahead nor reorder.
/// `-fflags nobuffer` is left out: with it ffmpeg throws away what it has read while it opened the
/// input, which is the first group of pictures.
final class FfmpegLiveCommand {

    /// Longer than any distance of keyframes: they are forced.
    private static final String NO_KEYFRAMES = "100000";

    private final LivePlan plan;
    private final IntFunction<Path> sockets;
    private final List<String> words = new ArrayList<>();

    /// @param sockets where a track is written to
    FfmpegLiveCommand(LivePlan plan, IntFunction<Path> sockets) {
        this.plan = plan;
        this.sockets = sockets;
    }

    List<String> arguments() {
        add("-probesize", "32", "-analyzeduration", "0", "-threads", "1", "-copyts");
        add("-f", "mp4", "-i", "pipe:0");
        if (!plan.rungs().isEmpty()) {
            add("-filter_complex", graph(plan.video().orElseThrow().timescale()));
        }
        plan.video().ifPresent(source -> plan.rungs().forEach(rung -> picture(rung, source)));
        plan.audio().ifPresent(source -> plan.sounds().forEach(sound -> sound(sound, source)));
        return List.copyOf(words);
    }

    private String graph(Timescale clock) {
        var graph = new StringBuilder("[0:v]split=").append(plan.rungs().size());
        plan.rungs().forEach(rung -> graph.append("[b").append(rung.trackId()).append(']'));
        for (var rung : plan.rungs()) {
            graph.append(";[b").append(rung.trackId()).append(']');
            if (rung.startTicks() != Long.MIN_VALUE) {
                long shifted = rung.startTicks() + LiveFeed.offsetTicks(clock);
                graph.append("trim=start_pts=").append(shifted).append(',');
            }
            graph.append("scale=%d:%d:flags=bicubic,".formatted(rung.width(), rung.height()));
            graph.append("setsar=1,format=yuv420p[v").append(rung.trackId()).append(']');
        }
        return graph.toString();
    }

    private void picture(LiveRung rung, Track source) {
        var clock = Long.toString(source.timescale().ticksPerSecond());
        add("-map", "[v" + rung.trackId() + "]");
        add("-fps_mode", "passthrough", "-enc_time_base:v", "1/" + clock);
        add("-c:v", rung.encoder());
        add("-force_key_frames", "source", "-g", NO_KEYFRAMES);
        switch (rung.encoder()) {
            case "libx264" ->
                    add(
                            "-preset",
                            "veryfast",
                            "-tune",
                            "zerolatency",
                            "-forced-idr",
                            "1",
                            "-sc_threshold",
                            "0");
            case "libopenh264" -> add("-allow_skip_frames", "0", "-rc_mode", "bitrate");
            default -> throw new IllegalArgumentException("encoder=" + rung.encoder());
        }
        long bits = rung.bitsPerSecond();
        add("-b:v", Long.toString(bits), "-maxrate", Long.toString(bits + bits / 4));
        add("-bufsize", Long.toString(bits));
        if (plan.limits().threads() > 0) {
            add("-threads", Integer.toString(plan.limits().threads()));
        }
        add("-video_track_timescale", clock);
        output(rung.trackId());
    }

    private void sound(LiveSound sound, Track source) {
        add("-map", "0:a");
        var filter = "aresample=" + LiveSound.SAMPLES_PER_SECOND + ":async=1:min_hard_comp=0.1";
        if (sound.startTicks() != Long.MIN_VALUE) {
            var clock = source.timescale();
            long shifted = sound.startTicks() + LiveFeed.offsetTicks(clock);
            filter = "atrim=start=" + FfmpegCommand.seconds(clock.duration(shifted)) + "," + filter;
        }
        add("-af", filter, "-c:a", sound.encoder(), "-b:a", Long.toString(sound.bitsPerSecond()));
        add("-ac", Integer.toString(sound.channels()));
        add("-ar", Integer.toString(LiveSound.SAMPLES_PER_SECOND));
        output(sound.trackId());
    }

    /// A fragment a frame, with the times as they are.
    private void output(int trackId) {
        add("-f", "mp4");
        add("-movflags", "frag_every_frame+empty_moov+delay_moov+default_base_moof+frag_discont");
        add("-use_editlist", "0", "-avoid_negative_ts", "disabled", "-flush_packets", "1");
        add("-map_metadata", "-1", "-map_chapters", "-1");
        add("unix:" + sockets.apply(trackId));
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }
}
