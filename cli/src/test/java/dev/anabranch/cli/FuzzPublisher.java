package dev.anabranch.cli;

import dev.anabranch.client.PlaybackClock;
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
/// their own, or none that holds; keyframes half a second to ten apart, or none; open GOPs;
/// pictures or sound that are missing for a while, or from a connection; another size, another
/// codec; clocks that jump, and once that of 32 bits goes round; connections that break or are
/// taken over. Every frame is a real one of a film.
final class FuzzPublisher {

    private static final int VIDEO_ID = 1;
    private static final int AUDIO_ID = 2;

    /// Where the milliseconds of RTMP begin anew.
    private static final double ROUND_SECONDS = (1L << 32) / 1000.0;

    /// The longest way forward that is not taken for one backward.
    private static final double HALF_ROUND_SECONDS = ROUND_SECONDS / 2 - 10;

    private static final double BEFORE_ROUND_SECONDS = 4;

    private static final double NOT_BEGUN = -1;

    private final Random random;
    private final TestLive live;
    private final String name;
    private final PlaybackClock clock = SystemClock.MACHINE;
    private final List<String> story = new ArrayList<>();
    private final List<SourceFile> films = new ArrayList<>();
    private final List<FilmStrip> videos = new ArrayList<>();
    private final List<FilmStrip> audios = new ArrayList<>();

    /// Where the clock of the media stands, and where the connection began.
    private double media;

    private double base;

    private int film;
    private int phases;

    /// One connection, or several attempts of one.
    private record Connection(
            FeedHub hub, Targets targets, FuzzPhase.Tracks tracks, boolean isReordered) {}

    /// @param paths the first is the usual one; one without sound takes that of the first
    FuzzPublisher(long seed, TestLive live, String name, List<Path> paths) throws Exception {
        this.random = new Random(seed);
        this.live = live;
        this.name = name;
        for (var path : paths) {
            var source = SourceFile.open(path);
            films.add(source);
            videos.add(FilmStrip.of(source, TrackKind.VIDEO, VIDEO_ID));
            boolean hasSound =
                    source.tracks().stream().anyMatch(track -> track.kind() == TrackKind.AUDIO);
            audios.add(
                    hasSound ? FilmStrip.of(source, TrackKind.AUDIO, AUDIO_ID) : audios.getFirst());
        }
    }

    /// What it did, a line a phase.
    List<String> story() {
        return List.copyOf(story);
    }

    /// Sends for so long.
    void run(double seconds) throws Exception {
        media = random.nextDouble() * 100;
        long end = clock.nanos() + (long) (seconds * 1e9);
        Connection connection = null;
        try {
            while (clock.nanos() < end) {
                var before = connection;
                connection = connect();
                if (before != null) {
                    before.targets().close();
                }
                var ending = turn(connection, end);
                if (ending == FuzzPhase.Ending.KILLED) {
                    connection.targets().close();
                    connection = null;
                    clock.awaitNanos(clock.nanos() + random.nextLong(2_000_000_000L));
                }
            }
        } finally {
            if (connection != null) {
                connection.targets().close();
            }
            for (var source : films) {
                source.close();
            }
        }
    }

    private Connection connect() throws CommandException, InterruptedException {
        var hub = new FeedHub();
        var out = new PrintWriter(new StringWriter());
        var tracks =
                random.nextInt(5) == 0
                        ? FuzzPhase.Tracks.values()[random.nextInt(3)]
                        : FuzzPhase.Tracks.BOTH;
        base = NOT_BEGUN;
        describe(hub, tracks);
        var targets = Targets.start(List.of(live.rtmp(name)), hub, out, false);
        clock.awaitNanos(clock.nanos() + 300_000_000L);
        boolean isReordered = random.nextInt(4) == 0;
        story.add("connection of " + tracks + (isReordered ? " with open GOPs" : ""));
        return new Connection(hub, targets, tracks, isReordered);
    }

    private void describe(FeedHub hub, FuzzPhase.Tracks tracks) {
        if (tracks != FuzzPhase.Tracks.SOUND) {
            hub.track(videos.get(film).track());
        }
        if (tracks != FuzzPhase.Tracks.PICTURES) {
            hub.track(audios.get(film).track());
        }
    }

    /// All phases of one connection.
    private FuzzPhase.Ending turn(Connection connection, long end) throws Exception {
        var ending = FuzzPhase.Ending.STAYS;
        while (ending == FuzzPhase.Ending.STAYS && clock.nanos() < end) {
            double left = (end - clock.nanos()) / 1e9;
            var next = FuzzPhase.next(random, left, videos.size());
            var phase = roundTrip(next.reordered(connection.isReordered()));
            story.add(phase.toString());
            if (phase.film() != film) {
                film = phase.film();
                describe(connection.hub(), connection.tracks());
            }
            media = Math.max(0, media + phase.jumpSeconds());
            base = base == NOT_BEGUN ? media : base;
            send(connection, phase);
            ending = phase.ending();
        }
        return ending;
    }

    /// Some phases lead the clock of 32 bits to where it goes round.
    private FuzzPhase roundTrip(FuzzPhase phase) {
        phases++;
        return switch (phases % 20) {
            case 12 -> phase.jumping(HALF_ROUND_SECONDS);
            case 13 ->
                    phase.jumping(
                            Math.clamp(
                                    ROUND_SECONDS - (media - base) - BEFORE_ROUND_SECONDS,
                                    0,
                                    HALF_ROUND_SECONDS));
            default -> phase;
        };
    }

    /// Sends one phase in real time.
    private void send(Connection connection, FuzzPhase phase) throws Exception {
        var video = videos.get(film);
        long start = clock.nanos();
        double time = 0;
        double sound = 0;
        double nextKey = 0;
        int frame = 0;
        for (int i = 0; time < phase.seconds(); i++) {
            boolean isKeyframe = time >= nextKey && phase.canBeKey(i);
            if (isKeyframe) {
                nextKey = time + phase.keyframeSeconds();
            }
            double step = phase.step(random);
            clock.awaitNanos(start + (long) (time * 1e9));
            frame = isKeyframe ? video.anySync(random) : video.following(frame);
            double at = media + time;
            if (phase.hasPictures() && connection.tracks() != FuzzPhase.Tracks.SOUND) {
                double shown = at + step * phase.shownLater(i);
                connection.hub().frame(video.frame(frame, at, shown, step, isKeyframe));
            }
            time += step;
            sound = sound(connection, phase, sound, time);
        }
        media += time;
    }

    /// Sends sound up to `until`.
    ///
    /// @return up to where it has come
    private double sound(Connection connection, FuzzPhase phase, double from, double until)
            throws IOException {
        if (!phase.hasSound() || connection.tracks() == FuzzPhase.Tracks.PICTURES) {
            return from;
        }
        var audio = audios.get(film);
        double length = audio.frameSeconds();
        double at = from;
        for (; at < until; at += length) {
            int index = (int) (at / length);
            connection.hub().frame(audio.frame(index, media + at, media + at, length, true));
        }
        return at;
    }
}
