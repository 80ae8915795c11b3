package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/// One stream of 300 kb/s to many viewers by LL-HLS in parts of 200 ms, and the test picture to
/// one.
///
/// @param clip what is published
record LowLatencyRows(LiveTrial trial, Path clip) {

    private static final int FEW = 100;
    private static final int WARM_UP = 1000;

    /// Viewers who wait, and the milliseconds in which 99 of 100 answers are to have come.
    private enum Audience {
        FEW(100, 8),
        MANY(1000, 50),
        MOST(2000, 100);

        private final int viewers;
        private final int wantedMillis;

        Audience(int viewers, int wantedMillis) {
            this.viewers = viewers;
            this.wantedMillis = wantedMillis;
        }
    }

    /// @param most the larger crowds are left out
    void viewers(int most) throws IOException, InterruptedException {
        trial.hls(clip, Math.min(WARM_UP, most));
        for (var audience : Audience.values()) {
            if (audience.viewers <= most) {
                viewers(audience);
            }
        }
    }

    private void viewers(Audience audience) throws IOException, InterruptedException {
        var outcomes = trial.rounds(() -> trial.hls(clip, audience.viewers));
        var report = trial.report();
        var who = "LL-HLS, %,d waiting: ".formatted(audience.viewers);
        report.figure(
                who + "wake delay, p99 ms",
                LiveTrial.figures(outcomes, "delay_p99"),
                audience.wantedMillis,
                Better.LESS);
        report.plain(who + "wake delay, p50 ms", LiveTrial.figures(outcomes, "delay_p50"));
        report.plain(
                who + "of that to the first viewer, p50 ms",
                LiveTrial.figures(outcomes, "first_p50"));
        report.figure(who + "refused", LiveTrial.figures(outcomes, "refused"), 0, Better.LESS);
        report.figure(who + "share of one core", trial.shareOfCore(outcomes), 1, Better.LESS);
    }

    void againstMediaMtx() throws IOException, InterruptedException {
        var mediaMtx = trial.settings().mediaMtx();
        if (mediaMtx.isEmpty()) {
            return;
        }
        var mine = new ArrayList<Crowd.Outcome>();
        var theirs = new ArrayList<Crowd.Outcome>();
        for (int round = 0; round < trial.settings().rounds(); round++) {
            mine.add(trial.hls(clip, FEW));
            try (var server = LivePeers.mediaMtx(mediaMtx.get(), trial.room().folder("peer"))) {
                var address = LiveTrial.playlist(LivePeers.PEER_HTTP_PORT, "bench");
                theirs.add(trial.hls(server, LiveTrial.THEIRS, clip, address, FEW));
            }
        }
        trial.report()
                .comparison(
                        "LL-HLS, 100 waiting: CPU ms an answer, over MediaMTX",
                        millisAnAnswer(mine),
                        millisAnAnswer(theirs));
        trial.report()
                .comparison(
                        "LL-HLS, 100 waiting: wake delay p99 ms, over MediaMTX",
                        LiveTrial.figures(mine, "delay_p99"),
                        LiveTrial.figures(theirs, "delay_p99"));
    }

    private static Samples millisAnAnswer(java.util.List<Crowd.Outcome> outcomes) {
        return new Samples(
                outcomes.stream()
                        .map(outcome -> 1000 * outcome.cpuSeconds() / outcome.figure("answers"))
                        .toList());
    }

    /// From the clock in the test picture to the moment our headless player shows it.
    void glass() throws IOException, InterruptedException {
        var p50 = new ArrayList<Double>();
        var p95 = new ArrayList<Double>();
        var stalls = new ArrayList<Double>();
        for (int round = 0; round < trial.settings().rounds(); round++) {
            var seen = GlassToGlass.look(trial.ours(), trial.seconds());
            p50.add(seen.p50Millis());
            p95.add(seen.p95Millis());
            stalls.add((double) seen.stalls());
        }
        var what = "LL-HLS, test picture, headless player: ";
        var report = trial.report();
        report.figure(what + "glass to glass, p50 ms", new Samples(p50), 800, Better.LESS);
        report.figure(what + "glass to glass, p95 ms", new Samples(p95), 1200, Better.LESS);
        report.figure(what + "stalls", new Samples(stalls), 0, Better.LESS);
    }
}
