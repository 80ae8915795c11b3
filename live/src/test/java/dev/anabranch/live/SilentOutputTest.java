package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.LiveRung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Children of a ladder of which one output stays silent, or comes too late, while the others work.
class SilentOutputTest extends LadderRig {

    private static final int STALL_PICTURES =
            (int) LadderTurn.STALL.plus(TrackProgress.HELD).toMillis() / 40 + 4;

    private static final String NO_UPPER =
            "The smaller renditions are missing (nothing comes of its 160x120)";

    @Test
    void aChildWithAnOutputThatNeverBeginsIsReplaced() throws Exception {
        ladder.track(picture.track());
        send(3);
        var half = encoder.last();
        half.silent.add(UPPER);
        half.describe();

        sendAndMake(STALL_PICTURES);

        assertThat(half.isStopped).isTrue();
        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().plan.rungs()).hasSize(2);
        assertThat(shown.faults()).containsExactly(NO_UPPER);
        encoder.last().describe().make(0);
        sendAndMake(10);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, sent));
        assertThat(shown.times(LOWER)).isEqualTo(times(0, sent));
        assertThat(shown.warnings).isEmpty();
    }

    @Test
    void aChildWithAnOutputThatEndsIsReplacedAndOnlyThatOneIsMadeAgain() throws Exception {
        begun();
        sendAndMake(70);
        var half = encoder.last();
        half.silent.add(UPPER);

        for (int i = 0; i < 2 * STALL_PICTURES && encoder.children.size() == 1; i++) {
            sendAndMake(1);
        }

        assertThat(half.isStopped).isTrue();
        assertThat(shown.faults()).containsExactly(NO_UPPER);
        encoder.last().describe().make(0);
        sendAndMake(10);
        assertThat(encoder.children).hasSize(2);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, sent));
        assertThat(shown.times(LOWER)).isEqualTo(times(0, sent));
    }

    /// The other rung has nothing to make before it: that is not silence.
    @Test
    void aRungThatIsMadeAlreadyMayWaitForTheOtherOne() throws Exception {
        begun();
        sendAndMake(GROUP);
        encoder.last().silent.add(UPPER);
        for (int i = 0; i < 2 * STALL_PICTURES && encoder.children.size() == 1; i++) {
            sendAndMake(1);
        }
        var next = encoder.last();
        next.describe().silent.add(LOWER);
        next.make(0);
        send(10);
        next.make(0);

        assertThat(next.plan.rungs()).extracting(LiveRung::startTicks).doesNotHaveDuplicates();
        assertThat(next.isStopped).isFalse();
    }

    /// What takes the first one this long takes the other one as long on such a machine.
    @Test
    void theSecondOutputHasAsMuchTimeToBeginAsTheFirstTook() throws Exception {
        ladder.track(picture.track());
        send(3);
        var slow = encoder.last();
        send(100);
        slow.silent.add(UPPER);
        slow.describe();
        sendAndMake(3 * 25);
        assertThat(encoder.children).hasSize(1);

        slow.silent.clear();
        slow.describe();
        sendAndMake(10);

        assertThat(encoder.children).hasSize(1);
        assertThat(shown.times(UPPER)).isEqualTo(times(0, sent));
    }

    /// As of a shared screen: one is in the encoder's hand until the next one comes.
    @Test
    void picturesThatComeOnceInTwoSecondsAreNoSilence() {
        var track = new TrackProgress("80x60", 1, TrackProgress.FROM_FIRST);
        long second = Duration.ofSeconds(1).toNanos();
        for (int i = 1; i < 20; i++) {
            track.fed(1, Duration.ofSeconds(2 * i));
            track.made(Duration.ofSeconds(2 * i - 2), 2 * i * second);
            assertThat(track.silence(0, 2 * i * second)).isZero();
            assertThat(track.silence(0, (2 * i + 2) * second)).isZero();
        }
        for (int i = 20; i < 30; i++) {
            track.fed(1, Duration.ofSeconds(2 * i));
        }

        assertThat(track.silence(0, 60 * second)).isZero();
        assertThat(track.silence(0, 62 * second)).hasSeconds(2);
    }

    @Test
    void whatWaitsForAnOutputThatDoesNotBeginHasABound() throws Exception {
        ladder.track(picture.track());
        send(3);
        var run = encoder.last();
        var output = new RungOutput(() -> {});
        var turn = new LadderTurn(run.plan, run, output, nanos);
        var shownOf = new ArrayList<Frame>();
        var stage = stage(shownOf);
        output.track(FakeEncoder.as(LOWER, picture));

        for (int i = 0; i < 10_000 && turn.silent(nanos).isEmpty(); i++) {
            output.frame(new Frame(LOWER, i, i, 1, i == 0, false, Lease.of(new byte[10])));
            var _ = turn.work(stage, nanos);
        }

        assertThat(turn.silent(nanos)).hasValue("nothing comes of its 160x120");
        assertThat(shownOf).isEmpty();
    }

    private static LadderTurn.Stage stage(List<Frame> frames) {
        return new LadderTurn.Stage() {
            @Override
            public void tracks(List<Track> tracks) {}

            @Override
            public void frame(Frame frame) {
                frames.add(frame);
            }
        };
    }

    @Test
    void theLastRungThatIsLateIsSaidUntilItIsInTime() throws Exception {
        ladder.close();
        ladder = ladder(LadderSettings.NONE.withLadder("80x60"));
        begun();
        sendAndMake(50);
        for (int i = 0; i < 300; i++) {
            send(1);
            encoder.last().make(i / 2);
        }
        assertThat(encoder.children).hasSize(1);
        assertThat(shown.faults())
                .containsExactly(
                        "The encoder of the smallest rendition cannot keep up (80x60 is late)");

        sendAndMake(10);

        assertThat(shown.warnings).isEmpty();
    }

    /// The page parts a line at its first colon: what a program says last may have any.
    @Test
    void whatAChildDiedOfIsPartOfTheFaultAndNotItsCure() throws Exception {
        begun();
        sendAndMake(20);
        encoder.last().die("ffmpeg: exit status 1:\n [out#0] Error :) opening (x: y");
        send(1);

        assertThat(shown.warnings)
                .containsExactly(
                        "The smaller renditions are missing (ffmpeg: exit status 1: [out#0] Error"
                                + " :] opening [x: y): the server starts another encoder by itself;"
                                + " if that does not last, its log says more");
    }
}
