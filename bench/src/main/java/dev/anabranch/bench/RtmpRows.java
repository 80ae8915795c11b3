package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// One stream of 600 kb/s to many players by RTMP.
///
/// @param clip what is published
record RtmpRows(LiveTrial trial, Path clip) {

    private static final int FEW = 100;
    private static final int MANY = 1000;
    private static final int MOST = 2000;
    private static final int CYCLES = 10_000;
    private static final double MIB = 1 << 20;

    /// The most a stream may hold of frames (the kernel's default).
    private static final double LOG_MIB = 64;

    private interface Start {
        Server server(Peer peer, Path folder) throws IOException, InterruptedException;
    }

    /// Processor time for what is delivered, ours and each peer's in turn.
    void fanOut() throws IOException, InterruptedException {
        trial.rtmp(clip, MANY);
        against("nginx-rtmp", 0.6, trial.settings().nginx(), LivePeers::nginx);
        against("SRS", 1.0, trial.settings().srs(), LivePeers::srs);
    }

    private void against(String name, double wanted, Optional<Peer> peer, Start start)
            throws IOException, InterruptedException {
        if (peer.isEmpty()) {
            return;
        }
        var mine = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        for (int round = 0; round < trial.settings().rounds(); round++) {
            mine.add(trial.rtmp(clip, MANY).cpuSecondsPerGigabit());
            // Started for one run: no loss for programs without a compiler that has to warm up.
            try (var server = start.server(peer.get(), trial.room().folder("peer"))) {
                var outcome = trial.rtmp(server, LiveTrial.THEIRS, clip, MANY);
                theirs.add(outcome.cpuSecondsPerGigabit());
            }
        }
        trial.report()
                .ratio(
                        "RTMP, 1,000 players: CPU seconds a Gbit, over " + name,
                        new Samples(mine),
                        new Samples(theirs),
                        wanted,
                        Better.LESS);
    }

    /// How soon pictures come, how many players there may be, and what one more costs.
    void players() throws IOException, InterruptedException {
        var report = trial.report();
        var few = trial.rounds(() -> trial.rtmp(clip, FEW));
        report.figure(
                "RTMP, 100 players: delay, p50 ms",
                LiveTrial.figures(few, "delay_p50"),
                5,
                Better.LESS);
        report.figure(
                "RTMP, 100 players: delay, p99 ms",
                LiveTrial.figures(few, "delay_p99"),
                5,
                Better.LESS);
        report.figure(
                "RTMP: join to first keyframe, p99 ms",
                LiveTrial.figures(few, "join_p99"),
                50,
                Better.LESS);
        var most = trial.rounds(() -> trial.rtmp(clip, MOST));
        report.figure(
                "RTMP, 2,000 players: pictures lost",
                LiveTrial.figures(most, "missing"),
                0,
                Better.LESS);
        report.figure(
                "RTMP, 2,000 players: connections lost",
                LiveTrial.figures(most, "lost"),
                0,
                Better.LESS);
        report.figure(
                "RTMP, 2,000 players: share of one core", trial.shareOfCore(most), 1, Better.LESS);
        double more =
                most.getLast().steady().residentBytes() - few.getLast().steady().residentBytes();
        report.figure(
                "RTMP: KiB of memory a viewer",
                LiveTrial.one(more / 1024 / (MOST - FEW)),
                16,
                Better.LESS);
    }

    /// A tenth of the players read no more.
    void frozen() throws IOException, InterruptedException {
        var ratios = new ArrayList<Double>();
        double most = 0;
        for (int round = 0; round < trial.settings().rounds(); round++) {
            var calm = trial.rtmp(clip, MANY);
            var frozen = trial.rtmp(clip, MANY, "--frozen", Integer.toString(MANY / 10));
            ratios.add(frozen.figure("delay_p99") / calm.figure("delay_p99"));
            most = Math.max(most, frozen.steady().residentBytes() - calm.steady().residentBytes());
        }
        trial.report()
                .figure(
                        "RTMP, 100 of 1,000 frozen: p99 of the rest over p99 without",
                        new Samples(ratios),
                        1.05,
                        Better.LESS);
        trial.report()
                .figure(
                        "RTMP, 100 of 1,000 frozen: MiB more than without, over the stream's bound",
                        LiveTrial.one(most / MIB / LOG_MIB),
                        1,
                        Better.LESS);
    }

    /// Players come and go, and nothing of them stays.
    void cycles() throws IOException, InterruptedException {
        try (var jvm = Jvm.of(trial.ours().processId())) {
            // Before is after half as many: all that is made once has been made.
            trial.rtmp(clip, FEW, "--cycles", Integer.toString(CYCLES / 2));
            var before = jvm.footprint(trial.ours());
            trial.rtmp(clip, FEW, "--cycles", Integer.toString(CYCLES));
            var after = jvm.footprint(trial.ours());
            row("memory", after.residentBytes(), before.residentBytes());
            row("direct memory", after.directBytes(), before.directBytes());
            row("threads", after.threads(), before.threads());
            row("files", after.files(), before.files());
        }
    }

    private void row(String name, double after, double before) {
        trial.report()
                .figure(
                        "after 10,000 connections, over after the 5,000 before: " + name,
                        LiveTrial.one(after / before),
                        1.02,
                        Better.LESS);
    }
}
