package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `anabranch bench live`: one stream of 600 kb/s to many players by RTMP, and of 300 kb/s to many
/// viewers by LL-HLS.
@Command(
        name = "live",
        description =
                "Live beside nginx with its RTMP module, SRS and MediaMTX; server on core 0, publisher and viewers on core 1.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LiveCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /// What may be asked for alone.
    private enum Part {
        FAN_OUT,
        PLAYERS,
        FROZEN,
        VIEWERS,
        MEDIAMTX,
        GLASS,
        CYCLES
    }

    @Mixin private Settings settings = new Settings();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "How long each run is looked at. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ROWS",
            description = "These rows alone: ${COMPLETION-CANDIDATES}.")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--most-viewers",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Larger crowds of LL-HLS are left out. Default: ${DEFAULT-VALUE}.")
    private int mostViewers;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description = {
                "Instead of all that: 200 players by RTMP and 200 by LL-HLS of two recorded streams for so long,",
                "and what the server holds before and after. The result is live-soak.md."
            })
    private int soakMinutes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var room = Workspace.of(settings, settings.leastBytes())) {
            var rtmpClip = clip(room, "rtmp.flv", 540, 56);
            var hlsClip = clip(room, "hls.flv", 260, 40);
            if (soakMinutes > 0) {
                soak(room, rtmpClip, hlsClip);
            } else {
                rows(room, rtmpClip, hlsClip);
            }
        }
        return 0;
    }

    private void rows(Workspace room, Path rtmpClip, Path hlsClip)
            throws IOException, InterruptedException {
        var peers = List.of(settings.nginx(), settings.srs(), settings.mediaMtx());
        var report =
                settings.report(
                        "Live", peers, List.of("nginx with its RTMP module", "SRS", "MediaMTX"));
        var gcLogs = room.folder("gc");
        try (var ours = LivePeers.anabranch(gcLogs, List.of("--ephemeral"))) {
            var trial = new LiveTrial(settings, report, room, ours, seconds);
            var rtmp = new RtmpRows(trial, rtmpClip);
            var lowLatency = new LowLatencyRows(trial, hlsClip);
            for (var part : Part.values()) {
                if (parts.contains(part)) {
                    rows(part, rtmp, lowLatency);
                }
            }
            // Before the server is asked to end: what it does then nobody waits for.
            var pauses = LiveTrial.one(Pauses.read(gcLogs).longestMillis());
            report.figure(
                    "longest pause for garbage in all these runs, ms", pauses, 15, Better.LESS);
        }
        remarks(report);
        settings.publish(report, "live");
    }

    private void rows(Part part, RtmpRows rtmp, LowLatencyRows lowLatency)
            throws IOException, InterruptedException {
        switch (part) {
            case FAN_OUT -> rtmp.fanOut();
            case PLAYERS -> rtmp.players();
            case FROZEN -> rtmp.frozen();
            case VIEWERS -> lowLatency.viewers(mostViewers);
            case MEDIAMTX -> lowLatency.againstMediaMtx();
            case GLASS -> lowLatency.glass();
            case CYCLES -> rtmp.cycles();
        }
    }

    /// What a reader of the table has to know.
    private void remarks(Report report) {
        report.remark("Each run lasts " + seconds + " s; a row without a range is one run.")
                .remark(
                        "Delays are counted by the generator, from the write of a picture to the read of what it made,"
                                + " and have the generator in them: it reads all its sockets on one thread of core 1.")
                .remark(
                        "The CPU of nginx-rtmp and SRS is to be beaten by either ratio: at most 0.6x nginx-rtmp or 1.0x SRS.")
                .remark(
                        "Not measured here but held by tests: one render and one gzip a part (LiveDeliveryTest),"
                                + " 0 bytes allocated per frame per reader (ReaderAllocationTest).");
        if (parts.size() < Part.values().length) {
            report.remark("Asked for with --only: the rows that are not here were not run.");
        }
    }

    private void soak(Workspace room, Path rtmpClip, Path hlsClip)
            throws IOException, InterruptedException {
        var report = settings.report("Live, " + soakMinutes + " minutes", List.of(), List.of());
        new Soak(report, room, Duration.ofMinutes(soakMinutes).toSeconds()).run(rtmpClip, hlsClip);
        settings.publish(report, "live-soak");
    }

    /// Twenty seconds of the clip at 30 pictures a second with a keyframe every two seconds.
    private Path clip(Workspace room, String name, int videoKilobits, int audioKilobits)
            throws IOException, InterruptedException {
        var ffmpeg = settings.ffmpeg().orElseThrow(() -> new IOException("ffmpeg is needed"));
        var file = room.file(name);
        var rate = videoKilobits + "k";
        Child.run(
                TIMEOUT,
                ffmpeg.command(
                        ("-v error -y -stream_loop -1 -i %s -t 20 -vf scale=640:-2,fps=30 -c:v libx264 -preset veryfast"
                                        + " -b:v %s -maxrate %s -bufsize %s -g 60 -keyint_min 60 -sc_threshold 0 -bf 0"
                                        + " -c:a aac -b:a %dk -ar 48000 %s")
                                .formatted(settings.clip(), rate, rate, rate, audioKilobits, file)
                                .split(" ")));
        return file;
    }
}
