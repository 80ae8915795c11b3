package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Children of a ladder that die, stand still and are too slow, on a clock of its own.
class LiveLadderTest extends LadderRig {

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
        assertThat(shown.faults()).containsExactly("The smaller renditions are missing (killed)");
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

        send((int) LadderTurn.STALL.plus(TrackProgress.HELD).toMillis() / 40 + 4);

        assertThat(stopped.isStopped).isTrue();
        assertThat(encoder.children).hasSize(2);
        assertThat(encoder.last().plan.rungs()).hasSize(2);
        assertThat(shown.faults())
                .containsExactly("The smaller renditions are missing (nothing comes of it)");
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
        assertThat(shown.faults())
                .containsExactly(
                        "This machine cannot encode that much in real time (160x120 is left out)");
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
        assertThat(shown.faults())
                .containsExactly("The smaller renditions are missing (it takes nothing in)");
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
}
