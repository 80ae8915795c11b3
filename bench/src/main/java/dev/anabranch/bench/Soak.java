package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The same for long: players by RTMP of one stream and viewers by LL-HLS of another, both
/// recorded, and what the server holds at the beginning and at the end.
final class Soak {

    private static final int PLAYERS = 200;
    private static final int REST_SECONDS = 15;
    private static final double MIB = 1 << 20;
    private static final String RECORDED = "live:\n  record: true\n";

    private final Report report;
    private final Workspace room;
    private final long seconds;

    Soak(Report report, Workspace room, long seconds) {
        this.report = report;
        this.room = room;
        this.seconds = seconds;
    }

    void run(Path rtmpClip, Path hlsClip) throws IOException, InterruptedException {
        var logs = room.folder("soak-gc");
        var data = room.folder("soak-data");
        var configuration = Files.writeString(room.file("soak.yaml"), RECORDED);
        try (var server =
                        LivePeers.anabranch(
                                logs,
                                List.of(
                                        "--config",
                                        configuration.toString(),
                                        "--data",
                                        data.toString()));
                var jvm = Jvm.of(server.processId())) {
            // What is made once is made by the first crowds.
            crowds(server, rtmpClip, hlsClip, 20);
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            var before = jvm.footprint(server);
            var collected = Pauses.read(logs);
            crowds(server, rtmpClip, hlsClip, seconds).rows(report);
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            var pauses = Pauses.read(logs).since(collected);
            held(before, jvm.footprint(server));
            report.figure(
                    "longest pause for garbage, ms",
                    LiveTrial.one(pauses.longestMillis()),
                    15,
                    Better.LESS);
            report.plain("pauses for garbage", LiveTrial.one(pauses.count()));
            report.plain("pauses for garbage, ms in all", LiveTrial.one(pauses.sumMillis()));
        }
        report.remark(
                        "Before it, the same crowds stay for 20 s: pauses of code that is not compiled yet are not"
                                + " counted, nor is the garbage that is collected for the figures of memory.")
                .remark(
                        "Server on core 0, both publishers and both crowds on core 1, each crowd with a stream of its"
                                + " own; delays have the generators in them.");
        report.plain("recorded, MiB", LiveTrial.one(Workspace.bytes(data) / MIB));
    }

    private void held(Jvm.Footprint before, Jvm.Footprint after) {
        row("memory, MiB", after.residentBytes() / MIB, before.residentBytes() / MIB);
        row("direct memory, MiB", after.directBytes() / MIB, before.directBytes() / MIB);
        row("heap in use, MiB", after.heapBytes() / MIB, before.heapBytes() / MIB);
        row("threads", after.threads(), before.threads());
        row("files", after.files(), before.files());
    }

    private void row(String what, double after, double before) {
        report.plain("when all have gone, " + what, LiveTrial.one(after));
        report.plain("before they came, " + what, LiveTrial.one(before));
    }

    /// What both crowds saw.
    private record Seen(Crowd.Outcome players, Crowd.Outcome viewers) {

        void rows(Report report) {
            report.figure(
                    "RTMP, 200 players: delay, p99 ms",
                    LiveTrial.one(players.figure("delay_p99")),
                    5,
                    Better.LESS);
            report.figure(
                    "RTMP, 200 players: pictures lost",
                    LiveTrial.one(players.figure("missing")),
                    0,
                    Better.LESS);
            report.figure(
                    "RTMP, 200 players: connections lost",
                    LiveTrial.one(players.figure("lost")),
                    0,
                    Better.LESS);
            report.plain(
                    "LL-HLS, 200 waiting: wake delay, p99 ms",
                    LiveTrial.one(viewers.figure("delay_p99")));
            report.figure(
                    "LL-HLS, 200 waiting: refused",
                    LiveTrial.one(viewers.figure("refused")),
                    0,
                    Better.LESS);
            report.plain(
                    "memory with all of them at the end, MiB",
                    LiveTrial.one(players.steady().residentBytes() / MIB));
        }
    }

    /// Both crowds at once, each with a stream of its own.
    private static Seen crowds(Server server, Path rtmpClip, Path hlsClip, long seconds)
            throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var players =
                    threads.submit(() ->
                            Crowd.run(
                                    server,
                                    LiveTrial.rtmpWords(
                                            LiveTrial.stream(LivePeers.RTMP_PORT, "players"),
                                            rtmpClip,
                                            PLAYERS,
                                            seconds)));
            var viewers =
                    threads.submit(() ->
                            Crowd.run(
                                    server,
                                    LiveTrial.hlsWords(
                                            LiveTrial.stream(LivePeers.RTMP_PORT, "viewers"),
                                            hlsClip,
                                            LiveTrial.playlist(server.port(), "viewers"),
                                            PLAYERS,
                                            seconds)));
            return new Seen(players.get(), viewers.get());
        } catch (ExecutionException e) {
            throw new IOException("a crowd failed", e.getCause());
        }
    }
}
