package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MovieReader;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A ladder with a source of pictures, children that do as they are told, and a clock of its own.
class LadderRig {

    static final long TICKS = 3600;
    static final int GROUP = 50;
    static final int UPPER = LadderDesign.FIRST_RUNG_TRACK;
    static final int LOWER = UPPER + 1;

    final Shown shown = new Shown();
    private final AtomicInteger leases = new AtomicInteger();
    IndexedTrack picture;
    IndexedTrack sound;
    FakeEncoder encoder;
    LiveLadder ladder;
    long nanos = 1;
    int sent;

    /// How late the third picture is, which is one of those whose distance is measured first.
    long thirdLateTicks;

    @BeforeEach
    void open() throws Exception {
        byte[] film;
        try (InputStream in = LadderRig.class.getResourceAsStream("bbb_240p_10s.mp4")) {
            film = in.readAllBytes();
        }
        for (var track : MovieReader.read(ByteSource.of(film)).tracks()) {
            if (track.track().kind() == TrackKind.VIDEO) {
                picture = on(track, 1, Timescale.MPEG);
            } else {
                sound = on(track, 2, track.track().timescale());
            }
        }
        encoder = new FakeEncoder(picture, sound);
        ladder = ladder(LadderSettings.NONE.withLadder("160x120,80x60"));
    }

    @AfterEach
    void givesAllBack() {
        ladder.close();
        assertThat(leases).hasValue(0);
        assertThat(encoder.children).allMatch(child -> child.isStopped);
    }

    LiveLadder ladder(LadderSettings settings) {
        return new LiveLadder(
                new StreamName("live", "show"),
                new LadderDesign(settings, encoder),
                shown,
                () -> nanos,
                () -> {});
    }

    private static IndexedTrack on(IndexedTrack like, int id, Timescale clock) {
        var track = like.track();
        return new IndexedTrack(
                new Track(id, clock, track.codec(), "und", ""),
                like.samples(),
                like.configurations(),
                0,
                -1,
                0);
    }

    /// Sends pictures in real time, and has the ladder work after each.
    void send(int pictures) {
        for (int i = 0; i < pictures; i++) {
            nanos += Duration.ofMillis(40).toNanos();
            leases.incrementAndGet();
            long ticks = sent * TICKS + (sent == 2 ? thirdLateTicks : 0);
            ladder.frame(
                    new Frame(1, ticks, ticks, 0, sent % GROUP == 0, false, new Counted()),
                    Instant.EPOCH);
            sent++;
            ladder.work();
        }
    }

    /// As [#send], with a child that keeps up.
    void sendAndMake(int pictures) {
        for (int i = 0; i < pictures; i++) {
            send(1);
            encoder.last().make(0);
        }
        ladder.work();
    }

    FakeEncoder.Child begun() throws Exception {
        ladder.track(picture.track());
        send(3);
        return encoder.last().describe();
    }

    static List<Long> times(int from, int to) {
        var times = new ArrayList<Long>();
        for (int i = from; i < to; i++) {
            times.add(i * TICKS);
        }
        return times;
    }

    /// What is held of a stream's log.
    private final class Counted implements Lease {

        private boolean isClosed;

        @Override
        public MemorySegment bytes() {
            return MemorySegment.ofArray(new byte[10]);
        }

        @Override
        public Lease retain() {
            assertThat(isClosed).isFalse();
            leases.incrementAndGet();
            return new Counted();
        }

        @Override
        public void close() {
            assertThat(isClosed).isFalse();
            isClosed = true;
            leases.decrementAndGet();
        }
    }

    static final class Shown implements LiveLadder.Stage {

        final List<Track> tracks = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        final List<Integer> retired = new ArrayList<>();
        final Map<Integer, List<Long>> frames = new HashMap<>();
        Set<Integer> expected = Set.of();

        /// The first half of each line; each has another, a cure.
        List<String> faults() {
            assertThat(warnings).allMatch(line -> line.contains(": "));
            return warnings.stream().map(line -> line.substring(0, line.indexOf(": "))).toList();
        }

        /// The renditions that players are offered beside the source.
        Set<Integer> offered() {
            var offered = tracks.stream().map(Track::id).collect(Collectors.toSet());
            retired.forEach(offered::remove);
            return offered;
        }

        List<Long> times(int trackId) {
            return frames.getOrDefault(trackId, List.of());
        }

        @Override
        public void expect(Set<Integer> trackIds) {
            expected = trackIds;
        }

        @Override
        public void track(Track track) {
            tracks.add(track);
            retired.remove((Integer) track.id());
        }

        @Override
        public void frame(Frame frame, Instant wallClock) {
            frames.computeIfAbsent(frame.trackId(), _ -> new ArrayList<>()).add(frame.ptsTicks());
            frame.close();
        }

        @Override
        public void retire(int trackId) {
            retired.add(trackId);
        }

        @Override
        public void warning(String message) {
            warnings.add(message);
        }

        @Override
        public void withdrawn(String message) {
            warnings.remove(message);
        }
    }
}
