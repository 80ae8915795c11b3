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
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Children of a ladder that die, stand still and are too slow, on a clock of its own.
class LiveLadderTest {

    private static final long TICKS = 3600;
    private static final int GROUP = 50;
    private static final int UPPER = LadderDesign.FIRST_RUNG_TRACK;
    private static final int LOWER = UPPER + 1;

    private final Shown shown = new Shown();
    private final AtomicInteger leases = new AtomicInteger();
    private IndexedTrack picture;
    private IndexedTrack sound;
    private FakeEncoder encoder;
    private LiveLadder ladder;
    private long nanos = 1;
    private int sent;

    /// How late the third picture is, which is one of those whose distance is measured first.
    private long thirdLateTicks;

    @BeforeEach
    void open() throws Exception {
        byte[] film;
        try (InputStream in = LiveLadderTest.class.getResourceAsStream("bbb_240p_10s.mp4")) {
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

    private LiveLadder ladder(LadderSettings settings) {
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
    private void send(int pictures) {
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
    private void sendAndMake(int pictures) {
        for (int i = 0; i < pictures; i++) {
            send(1);
            encoder.last().make(0);
        }
        ladder.work();
    }

    private FakeEncoder.Child begun() throws Exception {
        ladder.track(picture.track());
        send(3);
        return encoder.last().describe();
    }

    @Test
    void whatIsToComeIsSaidBeforeTheFirstFrame() {
        ladder.track(picture.track());

        assertThat(shown.expected).containsExactlyInAnyOrder(UPPER, LOWER);
        assertThat(encoder.children).isEmpty();
    }

    @Test
    void renditionsComeInTheOrderOfTheirSizesWithThePicturesOfTheSource() throws Exception {
        begun().make(0);
        sendAndMake(100);

        assertThat(shown.tracks).extracting(Track::id).containsExactly(UPPER, LOWER);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, 103));
        assertThat(shown.times(LOWER)).isEqualTo(times(0, 103));
        assertThat(encoder.last().fed).hasSize(103);
    }

    @Test
    void aChildThatDiesIsReplacedByOneThatGoesOnFromTheLastKeyframe() throws Exception {
        begun();
        sendAndMake(70);
        encoder.last().die("killed");

        send(1);
        send(1);

        assertThat(encoder.children).hasSize(2);
        assertThat(shown.warnings).containsExactly("The smaller renditions are missing: killed");
        assertThat(encoder.last().fed.getFirst().ptsTicks()).isEqualTo(GROUP * TICKS);
        assertThat(encoder.last().plan.rungs())
                .extracting(LiveRung::startTicks)
                .containsOnly(72 * TICKS + 1);
        encoder.last().describe().make(0);
        sendAndMake(5);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, sent));
        assertThat(shown.warnings).isEmpty();
    }

    /// Else the pictures before the keyframe would be missing that the child had in hand.
    @Test
    void theNextOneIsFedTheGroupBeforeTheLastKeyframeWhileNotAllOfItIsMade() throws Exception {
        begun();
        sendAndMake(GROUP - 13);
        send(13);
        assertThat(sent).isEqualTo(GROUP + 3);
        encoder.last().die("killed");
        send(2);

        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().fed.getFirst().ptsTicks()).isZero();
        encoder.last().describe().make(0);
        sendAndMake(5);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, sent));
    }

    /// Encoders write it in their parameter sets: with others, what it makes would not continue
    /// what was made before, and all renditions would get a discontinuity.
    @Test
    void theNextChildIsToldTheSameFrameRate() throws Exception {
        thirdLateTicks = 90;
        begun();
        sendAndMake(70);
        double told = encoder.last().plan.framesPerSecond();
        encoder.last().die("killed");
        send(2);

        assertThat(encoder.children).hasSize(2);
        assertThat(told).isNotEqualTo(25);
        assertThat(encoder.last().plan.framesPerSecond()).isEqualTo(told);
    }

    @Test
    void oneThatKeepsDyingIsGivenLongerPauses() throws Exception {
        ladder.track(picture.track());
        send(3);
        var starts = new ArrayList<Integer>();
        for (int i = 0; i < 40 * 25; i++) {
            if (encoder.children.size() > starts.size()) {
                starts.add(i / 25);
                encoder.last().die("no such encoder");
            }
            send(1);
        }

        assertThat(starts).containsExactly(0, 0, 1, 3, 7, 15, 31);
    }

    @Test
    void oneThatStandsStillIsKilledAndLosesNoRung() throws Exception {
        begun();
        sendAndMake(70);
        var stopped = encoder.last();

        send((int) LadderTurn.STALL.plus(LadderTurn.HELD).toMillis() / 40 + 4);

        assertThat(stopped.isStopped).isTrue();
        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().plan.rungs()).hasSize(2);
        assertThat(shown.warnings)
                .containsExactly("The smaller renditions are missing: nothing comes of it");
    }

    @Test
    void aSourceThatStandsStillIsNoReasonToKillAnything() throws Exception {
        begun();
        sendAndMake(70);
        nanos += Duration.ofMinutes(5).toNanos();

        ladder.work();
        send(1);

        assertThat(encoder.children).hasSize(1);
    }

    @Test
    void oneThatCannotKeepUpLosesItsLargestRungAndTheLastOneStays() throws Exception {
        begun();
        sendAndMake(50);
        for (int i = 0; i < 300 && encoder.children.size() == 1; i++) {
            send(1);
            encoder.last().make(i / 2);
        }
        send(4);

        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().plan.rungs()).extracting(LiveRung::name).containsExactly("80x60");
        assertThat(shown.retired).containsExactly(UPPER);
        assertThat(shown.warnings)
                .containsExactly(
                        "This machine cannot encode that much in real time: 160x120 is left out.");
        encoder.last().describe();
        for (int i = 0; i < 600; i++) {
            send(1);
            encoder.last().make(i / 2);
        }
        assertThat(encoder.last().plan.rungs()).hasSize(1);
        assertThat(shown.retired).containsExactly(UPPER);
    }

    @Test
    void aBadMomentThatIsMadeUpForCostsNothing() throws Exception {
        begun();
        sendAndMake(50);
        for (int i = 0; i < 200; i++) {
            send(1);
            encoder.last().make(Math.clamp(i / 2, 0, 45) - Math.max(0, i - 130) / 2);
        }

        assertThat(encoder.children).hasSize(1);
        assertThat(shown.retired).isEmpty();
    }

    @Test
    void oneThatTakesNothingInIsReplaced() throws Exception {
        begun();
        sendAndMake(20);
        encoder.last().isFull = true;

        send(1);

        assertThat(encoder.children).hasSize(2);
        assertThat(shown.warnings)
                .containsExactly("The smaller renditions are missing: it takes nothing in");
    }

    @Test
    void afterADiscontinuityAnotherChildBeginsWithTheNextKeyframe() throws Exception {
        begun();
        sendAndMake(20);
        var first = encoder.last();
        ladder.discontinuity();

        send(5);
        assertThat(encoder.children).hasSize(1);
        assertThat(first.isStopped).isTrue();
        send(GROUP);

        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().fed.getFirst().isKeyframe()).isTrue();
        assertThat(shown.warnings).isEmpty();
    }

    @Test
    void aDescriptionThatSaysTheSameChangesNothing() throws Exception {
        begun();
        sendAndMake(20);

        ladder.track(picture.track());
        sendAndMake(20);

        assertThat(encoder.children).hasSize(1);
    }

    @Test
    void opusGetsACopyInAac() throws Exception {
        ladder.close();
        ladder = ladder(LadderSettings.NONE.withLadder("80x60"));
        ladder.track(picture.track());
        ladder.track(new Track(2, new Timescale(48_000), OpusConfiguration.of(2, 312), "fr", ""));
        send(3);

        assertThat(encoder.last().plan.sounds())
                .extracting(LiveSound::codec)
                .containsExactly(AudioCodec.AAC);
        encoder.last().describe();
        send(1);
        assertThat(shown.tracks).last().extracting(Track::language).isEqualTo("fr");
    }

    @Test
    void aacIsThereAsOpusWhereThatIsWanted() throws Exception {
        ladder.close();
        ladder = ladder(LadderSettings.NONE.withOpus(true));
        ladder.track(picture.track());
        ladder.track(sound.track());
        send(3);

        assertThat(encoder.last().plan.rungs()).isEmpty();
        assertThat(encoder.last().plan.sounds())
                .extracting(LiveSound::codec)
                .containsExactly(AudioCodec.OPUS);
    }

    private static List<Long> times(int from, int to) {
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

    private static final class Shown implements LiveLadder.Stage {

        final List<Track> tracks = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        final List<Integer> retired = new ArrayList<>();
        final Map<Integer, List<Long>> frames = new HashMap<>();
        Set<Integer> expected = Set.of();

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
