package dev.anabranch.cli;

import dev.anabranch.client.PlaybackClock;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// An encoder that behaves badly, as told by a seed: in phases of some seconds with a frame rate of
/// their own, or none that holds; keyframes half a second to ten apart; sound that is missing for a
/// while; clocks that jump; connections that break. Every frame is a real one of a film.
final class FuzzPublisher {

    private static final double[] RATES = {
        5, 10, 12.5, 15, 24000 / 1001.0, 24, 25, 30000 / 1001.0, 30, 50, 60000 / 1001.0, 60
    };

    private final Random random;
    private final TestLive live;
    private final String name;
    private final PlaybackClock clock = SystemClock.MACHINE;
    private final List<String> story = new ArrayList<>();
    private final SourceFile film;
    private final Strip video;
    private final Strip audio;

    /// The frames of one track, taken over and over.
    private record Strip(SourceFile film, IndexedTrack track, List<Integer> syncs) {

        static Strip of(SourceFile film, TrackKind kind) {
            var track =
                    film.tracks().stream()
                            .filter(one -> one.kind() == kind)
                            .findFirst()
                            .orElseThrow();
            var syncs = new ArrayList<Integer>();
            for (int i = 0; i < track.samples().syncCount(); i++) {
                syncs.add(track.samples().syncSample(i));
            }
            return new Strip(film, track, syncs);
        }

        Frame frame(int index, long ticks, long durationTicks, boolean isKeyframe)
                throws IOException {
            var cursor = track.samples().cursor(index);
            var payload = film.bytes().read(cursor.position(), cursor.sizeBytes());
            return new Frame(
                    track.track().id(),
                    ticks,
                    ticks,
                    durationTicks,
                    isKeyframe,
                    false,
                    Lease.of(payload));
        }

        long ticks(double seconds) {
            return Math.round(seconds * track.track().timescale().ticksPerSecond());
        }
    }

    /// How it behaves for some seconds.
    ///
    /// @param framesPerSecond 0 for one that changes with every frame
    private record Phase(
            double seconds,
            double framesPerSecond,
            double keyframeSeconds,
            boolean hasSound,
            double jumpSeconds,
            boolean isReconnecting) {}

    FuzzPublisher(long seed, TestLive live, String name, Path film) throws Exception {
        this.random = new Random(seed);
        this.live = live;
        this.name = name;
        this.film = SourceFile.open(film);
        this.video = Strip.of(this.film, TrackKind.VIDEO);
        this.audio = Strip.of(this.film, TrackKind.AUDIO);
    }

    /// What it did, a line a phase.
    List<String> story() {
        return List.copyOf(story);
    }

    /// Sends for so long.
    void run(double seconds) throws Exception {
        double media = random.nextDouble() * 100;
        double wall = 0;
        try (film) {
            while (wall < seconds) {
                var hub = new FeedHub();
                try (var targets =
                        Targets.start(
                                List.of(live.rtmp(name)),
                                hub,
                                new PrintWriter(new StringWriter()),
                                false)) {
                    hub.track(video.track().track());
                    hub.track(audio.track().track());
                    clock.awaitNanos(clock.nanos() + 300_000_000L);
                    boolean isConnected = true;
                    while (isConnected && wall < seconds) {
                        var phase = phase(seconds - wall);
                        story.add(phase.toString());
                        media = Math.max(0, media + phase.jumpSeconds());
                        media = send(hub, phase, media);
                        wall += phase.seconds();
                        isConnected = !phase.isReconnecting();
                    }
                }
            }
        }
    }

    private Phase phase(double left) {
        boolean isVariable = random.nextInt(4) == 0;
        boolean isJumping = random.nextInt(4) == 0;
        return new Phase(
                Math.min(left, 2 + random.nextDouble() * 8),
                isVariable ? 0 : RATES[random.nextInt(RATES.length)],
                random.nextInt(5) == 0 ? 10 : 0.5 + random.nextDouble() * 3,
                random.nextInt(4) != 0,
                isJumping ? random.nextDouble() * 60 - 30 : 0,
                random.nextInt(6) == 0);
    }

    /// Sends one phase in real time.
    ///
    /// @return where media time ends
    private double send(FeedHub hub, Phase phase, double from) throws Exception {
        long start = clock.nanos();
        double time = 0;
        double sound = 0;
        double nextKey = 0;
        int frame = 0;
        double frameSeconds = 1024.0 / audio.track().track().timescale().ticksPerSecond();
        while (time < phase.seconds()) {
            boolean isKeyframe = time >= nextKey;
            if (isKeyframe) {
                nextKey = time + phase.keyframeSeconds();
            }
            double step =
                    phase.framesPerSecond() == 0
                            ? 0.01 + random.nextDouble() * 0.11
                            : 1 / phase.framesPerSecond();
            clock.awaitNanos(start + (long) (time * 1e9));
            frame = isKeyframe ? syncIndex() : following(frame);
            hub.frame(video.frame(frame, video.ticks(from + time), video.ticks(step), isKeyframe));
            time += step;
            for (; phase.hasSound() && sound < time; sound += frameSeconds) {
                int index = (int) (sound / frameSeconds) % audio.track().samples().count();
                hub.frame(audio.frame(index, audio.ticks(from + sound), 1024, true));
            }
        }
        return from + time;
    }

    private int syncIndex() {
        return video.syncs().get(random.nextInt(video.syncs().size()));
    }

    /// The next frame that is no keyframe.
    private int following(int frame) {
        int next = (frame + 1) % video.track().samples().count();
        return video.syncs().contains(next) ? (next + 1) % video.track().samples().count() : next;
    }
}
