package dev.anabranch.origin;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.anabranch.packager.live.LiveListener;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A program to try live pages by hand: serves a film as a live stream in real time.
///
/// `LiveTrial PORT FILM [SECONDS_BEFORE [TABLE]]`: the stream goes on air after so many seconds,
/// and stays; when each part was fed is written to a [FedTable] for [LiveLoad].
public final class LiveTrial {

    private static final int BITS = 8;
    private static final int EVENT_LOOPS = Integer.getInteger("eventLoops", 2);

    private final FedChannel channel;
    private final ArrayDeque<LiveReport.Second> seconds = new ArrayDeque<>();
    private Instant second = Instant.EPOCH;
    private long secondBytes;
    private int secondFrames;
    private double keyframeAt;
    private Duration keyframeDistance = Duration.ZERO;

    /// When the last frame went in.
    private long fedNanos;

    private LiveTrial(FedChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] args) throws Exception {
        var programme = Programme.of(Path.of(args[1]));
        var channel = new FedChannel(programme);
        var trial = new LiveTrial(channel);
        channel.report = FedChannel.report(LiveReport.State.IDLE, List.of());
        var clocks = new Origin.Clocks(InstantSource.system(), System::nanoTime);
        var d = Config.Limits.DEFAULT;
        var config =
                Config.at(Integer.parseInt(args[0]))
                        .withHost("127.0.0.1")
                        .withLimits(
                                new Config.Limits(
                                        EVENT_LOOPS,
                                        d.hotBytes(),
                                        d.shelfBytes(),
                                        d.generatingBytes(),
                                        d.waits(),
                                        d.waitingRequests()));
        var site = Site.of(Catalogue.of(List.of())).withLive(channel);
        try (var origin = Origin.start(config, site, new Tally(), clocks)) {
            System.out.println(origin.uri() + "live/show");
            var before = args.length > 2 ? Long.parseLong(args[2]) : 0;
            LockSupport.parkNanos(Duration.ofSeconds(before).toNanos());
            if (args.length > 3) {
                trial.writeTo(FileChannel.open(Path.of(args[3]), CREATE, READ, WRITE));
            }
            trial.run(programme);
        }
    }

    private void writeTo(FileChannel file) throws IOException {
        var table = FedTable.writing(file);
        channel.presentation.addListener(
                new LiveListener() {
                    @Override
                    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
                        if (rendition.name().equals("video-1")) {
                            table.put(segment.firstPart() + part.index(), fedNanos);
                        }
                    }
                });
    }

    private void run(Programme programme) {
        var start = System.nanoTime();
        var wall = Instant.now();
        for (long n = 0; !Thread.interrupted(); n++) {
            var due = programme.frame(n);
            var wait = start + Math.round(due.seconds() * 1e9) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            count(programme, due, wall);
            fedNanos = System.nanoTime();
            channel.presentation.frame(
                    due.frame(), wall.plusNanos(Math.round(due.seconds() * 1e9)));
        }
    }

    private void count(Programme programme, Programme.Due due, Instant wall) {
        var frame = due.frame();
        var isVideo = frame.trackId() == programme.tracks.getFirst().id();
        secondBytes += frame.payload().bytes().byteSize();
        secondFrames += isVideo ? 1 : 0;
        if (isVideo && frame.isKeyframe()) {
            keyframeDistance = Duration.ofMillis(Math.round((due.seconds() - keyframeAt) * 1000));
            keyframeAt = due.seconds();
        }
        var now = Instant.now();
        if (Duration.between(second, now).toMillis() < 1000) {
            return;
        }
        seconds.addLast(
                new LiveReport.Second(
                        now,
                        secondBytes * BITS,
                        0,
                        secondFrames,
                        keyframeDistance,
                        Duration.ofMillis(2),
                        0));
        if (seconds.size() > LiveReport.MAXIMUM_SECONDS) {
            seconds.removeFirst();
        }
        second = now;
        secondBytes = 0;
        secondFrames = 0;
        var report = FedChannel.report(LiveReport.State.ACTIVE, List.copyOf(seconds));
        channel.report =
                new LiveReport(
                        report.state(),
                        LiveReport.Health.WARNING,
                        List.of(
                                new LiveReport.Reason(
                                        "Keyframes are "
                                                + keyframeDistance.toMillis() / 1000.0
                                                + " s apart; segments want one every 2 s.",
                                        "OBS: Settings, Output, Keyframe Interval 2 s. ffmpeg: -g 48 -keyint_min 48 -sc_threshold 0")),
                        Optional.of(wall),
                        Optional.empty(),
                        report.ingests(),
                        report.tracks(),
                        report.seconds());
    }
}
