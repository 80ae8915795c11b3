package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
    private static final int MANY = 1000;
    private static final int MOST = 2000;
    private static final int FEW = 100;
    private static final int CYCLES = 10_000;
    private static final String OURS = stream(LivePeers.RTMP_PORT);
    private static final String THEIRS = stream(LivePeers.PEER_RTMP_PORT);
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([\\d.]+)ms");

    @Mixin private Settings settings = new Settings();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "How long each run is looked at. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var peers = List.of(settings.nginx(), settings.srs(), settings.mediaMtx());
        var report =
                settings.report(
                        "Live", peers, List.of("nginx with its RTMP module", "SRS", "MediaMTX"));
        try (var room = Workspace.of(settings, settings.leastBytes())) {
            var rtmpClip = clip(room, "rtmp.flv", 540, 56);
            var hlsClip = clip(room, "hls.flv", 260, 40);
            var gcLogs = room.folder("gc");
            try (var ours = LivePeers.anabranch(gcLogs.resolve("%p.log"))) {
                fanOut(report, ours, rtmpClip, room);
                players(report, ours, rtmpClip);
                viewers(report, ours, hlsClip, room);
                cycles(report, ours, rtmpClip);
            }
            report.figure("longest pause for garbage, ms", pauses(gcLogs), 15, Better.LESS);
        }
        settings.publish(report, "live");
        return 0;
    }

    private static String stream(int port) {
        return "rtmp://127.0.0.1:" + port + "/live/bench";
    }

    /// A minute of the clip at 30 pictures a second with a keyframe every two seconds.
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

    private Crowd.Outcome rtmp(Server ours, Path clip, int players, String... more)
            throws IOException, InterruptedException {
        return rtmp(ours, OURS, clip, players, more);
    }

    private Crowd.Outcome rtmp(Server server, String stream, Path clip, int players, String... more)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("rtmp-crowd", stream, "--clip", clip.toString()));
        words.addAll(List.of("--players", Integer.toString(players)));
        words.addAll(List.of("--seconds", Integer.toString(seconds)));
        words.addAll(List.of(more));
        return Crowd.run(server, words);
    }

    /// Processor time for what is delivered, ours and each peer's in turn.
    private void fanOut(Report report, Server ours, Path clip, Workspace room)
            throws IOException, InterruptedException {
        rtmp(ours, clip, MANY);
        against(
                report,
                "nginx-rtmp",
                0.6,
                ours,
                clip,
                starter(settings.nginx(), room, LivePeers::nginx));
        against(report, "SRS", 1.0, ours, clip, starter(settings.srs(), room, LivePeers::srs));
    }

    private interface Start {
        Server server(Peer peer, Path folder) throws IOException, InterruptedException;
    }

    private interface Starter {
        Server start() throws IOException, InterruptedException;
    }

    private static Optional<Starter> starter(Optional<Peer> peer, Workspace room, Start start) {
        return peer.map(found -> () -> start.server(found, room.folder("peer")));
    }

    private void against(
            Report report,
            String name,
            double wanted,
            Server ours,
            Path clip,
            Optional<Starter> peer)
            throws IOException, InterruptedException {
        if (peer.isEmpty()) {
            return;
        }
        var mine = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        for (int round = 0; round < settings.rounds(); round++) {
            mine.add(rtmp(ours, clip, MANY).cpuSecondsPerGigabit());
            theirs.add(other(peer.get(), clip));
        }
        report.ratio(
                "RTMP, %d players: CPU seconds a Gbit, over %s".formatted(MANY, name),
                new Samples(mine),
                new Samples(theirs),
                wanted,
                Better.LESS);
    }

    /// Started for one run: no loss for programs without a compiler that has to warm up.
    private double other(Starter peer, Path clip) throws IOException, InterruptedException {
        try (var server = peer.start()) {
            return rtmp(server, THEIRS, clip, MANY).cpuSecondsPerGigabit();
        }
    }

    private void players(Report report, Server ours, Path clip)
            throws IOException, InterruptedException {
        var few = rtmp(ours, clip, FEW);
        report.figure(
                "RTMP, 100 players: delay, p50 ms", one(few.figure("delay_p50")), 5, Better.LESS);
        report.figure(
                "RTMP, 100 players: delay, p99 ms", one(few.figure("delay_p99")), 5, Better.LESS);
        report.figure(
                "RTMP: join to first keyframe, p99 ms",
                one(few.figure("join_p99")),
                50,
                Better.LESS);
        var most = rtmp(ours, clip, MOST);
        report.figure(
                "RTMP, 2,000 players: pictures lost", one(most.figure("missing")), 0, Better.LESS);
        report.figure(
                "RTMP, 2,000 players: connections lost", one(most.figure("lost")), 0, Better.LESS);
        report.figure(
                "RTMP, 2,000 players: share of one core",
                one(most.cpuSeconds() / seconds),
                1,
                Better.LESS);
        double slope =
                (most.steady().residentBytes() - few.steady().residentBytes())
                        / 1024.0
                        / (MOST - FEW);
        report.figure("RTMP: KiB of memory a viewer", one(slope), 16, Better.LESS);
        var calm = rtmp(ours, clip, MANY);
        var frozen = rtmp(ours, clip, MANY, "--frozen", Integer.toString(MANY / 10));
        report.figure(
                "RTMP, 100 of 1,000 frozen: p99 of the rest over p99 without",
                one(frozen.figure("delay_p99") / calm.figure("delay_p99")),
                1.05,
                Better.LESS);
    }

    private Crowd.Outcome hls(Server server, String stream, Path clip, String playlist, int viewers)
            throws IOException, InterruptedException {
        return Crowd.run(
                server,
                List.of(
                        "hls-crowd",
                        stream,
                        playlist,
                        "--clip",
                        clip.toString(),
                        "--players",
                        Integer.toString(viewers),
                        "--seconds",
                        Integer.toString(seconds)));
    }

    private void viewers(Report report, Server ours, Path clip, Workspace room)
            throws IOException, InterruptedException {
        var playlist = "http://127.0.0.1:" + ours.port() + "/live/bench/index.m3u8";
        hls(ours, OURS, clip, playlist, MANY);
        int[] viewers = {FEW, MANY, MOST};
        int[] wanted = {8, 50, 100};
        for (int i = 0; i < viewers.length; i++) {
            var outcome = hls(ours, OURS, clip, playlist, viewers[i]);
            var who = "LL-HLS, %,d waiting: ".formatted(viewers[i]);
            report.figure(
                    who + "wake delay, p99 ms",
                    one(outcome.figure("delay_p99")),
                    wanted[i],
                    Better.LESS);
            report.figure(who + "refused", one(outcome.figure("refused")), 0, Better.LESS);
            report.figure(
                    who + "share of one core", one(outcome.cpuSeconds() / seconds), 1, Better.LESS);
        }
        var mediaMtx = settings.mediaMtx();
        if (mediaMtx.isPresent()) {
            var mine = hls(ours, OURS, clip, playlist, FEW);
            try (var server = LivePeers.mediaMtx(mediaMtx.get(), room.folder("peer"))) {
                var address =
                        "http://127.0.0.1:" + LivePeers.PEER_HTTP_PORT + "/live/bench/index.m3u8";
                var theirs = hls(server, THEIRS, clip, address, FEW);
                report.comparison(
                        "LL-HLS, 100 waiting: CPU ms an answer, over MediaMTX",
                        one(1000 * mine.cpuSeconds() / mine.figure("answers")),
                        one(1000 * theirs.cpuSeconds() / theirs.figure("answers")));
                report.comparison(
                        "LL-HLS, 100 waiting: wake delay p99 ms, over MediaMTX",
                        one(mine.figure("delay_p99")),
                        one(theirs.figure("delay_p99")));
            }
        }
    }

    /// Players come and go, and nothing of them stays.
    private void cycles(Report report, Server ours, Path clip)
            throws IOException, InterruptedException {
        var before = rtmp(ours, clip, FEW, "--cycles", Integer.toString(FEW)).steady();
        var after = rtmp(ours, clip, FEW, "--cycles", Integer.toString(CYCLES)).steady();
        var what = "after 10,000 connections, over before: ";
        report.figure(
                what + "memory",
                one((double) after.residentBytes() / before.residentBytes()),
                1.02,
                Better.LESS);
        report.figure(
                what + "threads",
                one((double) after.threads() / before.threads()),
                1.02,
                Better.LESS);
        report.figure(
                what + "files", one((double) after.files() / before.files()), 1.02, Better.LESS);
    }

    /// Of every process of the server: the launcher may start more than one.
    private static Samples pauses(Path logs) throws IOException {
        double longest = 0;
        try (var files = Files.list(logs)) {
            for (var file : files.toList()) {
                for (var line : Files.readAllLines(file)) {
                    var match = PAUSE.matcher(line);
                    longest =
                            match.find()
                                    ? Math.max(longest, Double.parseDouble(match.group(1)))
                                    : longest;
                }
            }
        }
        return one(longest);
    }

    private static Samples one(double value) {
        return new Samples(List.of(value));
    }
}
