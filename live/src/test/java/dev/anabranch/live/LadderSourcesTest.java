package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.codec.Vp8Configuration;
import dev.anabranch.transcode.LiveRung;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A stream whose publishers come back with something else, without going off air.
class LadderSourcesTest extends LadderRig {

    /// No larger than the smallest rung.
    private static final Track SMALL = picture(80, 60);

    private static final int SOUND = LadderDesign.SOUND_TRACK;

    private static Track picture(int width, int height) {
        var codec = new Vp8Configuration(0, 0, 8, 1, ColourDescription.UNSPECIFIED, width, height);
        return new Track(1, Timescale.MPEG, codec, "und", "");
    }

    /// The publisher leaves, and one comes that sends this.
    private void reconnect(Track track) {
        ladder.discontinuity();
        ladder.track(track);
        sent = (sent / GROUP + 1) * GROUP;
    }

    private void makeAll(int pictures) throws Exception {
        send(3);
        encoder.last().describe().make(0);
        sendAndMake(pictures);
    }

    @Test
    void aSourceTooSmallForRungsGetsThemWhenALargerOneComes() throws Exception {
        ladder.track(SMALL);
        send(150);
        assertThat(encoder.children).isEmpty();
        assertThat(shown.warnings).isEmpty();

        reconnect(picture.track());
        makeAll(50);

        assertThat(encoder.children).hasSize(1);
        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER);
        assertThat(shown.times(LOWER)).hasSize(53);
    }

    @Test
    void noRungIsOfferedWhileTheSourceIsTooSmallForAll() throws Exception {
        begun();
        sendAndMake(70);
        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER);

        reconnect(SMALL);
        send(70);
        assertThat(shown.offered()).isEmpty();
        assertThat(encoder.children).hasSize(1);
        assertThat(encoder.last().isStopped).isTrue();

        reconnect(picture.track());
        makeAll(50);
        assertThat(encoder.children).hasSize(2);
        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER);
        assertThat(shown.times(UPPER).getLast()).isEqualTo((sent - 1) * TICKS);
    }

    /// At once, and not when the other one has been encoded.
    @Test
    void aRungAsLargeAsTheSourceIsNotOffered() throws Exception {
        begun();
        sendAndMake(70);

        reconnect(picture(120, 90));
        send(3);

        assertThat(shown.offered()).containsExactly(LOWER);
        assertThat(encoder.last().plan.rungs())
                .extracting(LiveRung::trackId)
                .containsExactly(LOWER);
    }

    @Test
    void aSourceOfSoundGetsRungsWhenItHasAPicture() throws Exception {
        ladder.track(sound.track());
        for (int i = 0; i < 100; i++) {
            nanos += Duration.ofMillis(20).toNanos();
            var payload = Lease.of(new byte[10]);
            ladder.frame(
                    new Frame(2, i * 1024L, i * 1024L, 1024, true, false, payload), Instant.EPOCH);
            ladder.work();
        }
        assertThat(encoder.children).isEmpty();

        reconnect(picture.track());
        makeAll(50);

        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER);
    }

    @Test
    void whatFailedForOnePublisherIsTriedAtOnceForTheNext() throws Exception {
        ladder.track(picture.track());
        send(3);
        for (int i = 0; i < 20 * 25; i++) {
            encoder.last().die("no such format");
            send(1);
        }
        int tries = encoder.children.size();
        assertThat(tries).isEqualTo(6);

        reconnect(picture(320, 180));
        send(3);
        assertThat(encoder.children).hasSize(tries + 1);
        encoder.last().die("killed");
        send(2);

        assertThat(encoder.children).hasSize(tries + 2);
    }

    @Test
    void nothingIsMissingOfASourceThatIsTooSmall() throws Exception {
        begun();
        sendAndMake(20);
        encoder.last().die("killed");
        send(2);
        assertThat(shown.faults()).containsExactly("The smaller renditions are missing (killed)");

        reconnect(SMALL);
        send(3);

        assertThat(shown.warnings).isEmpty();
    }

    /// Two seconds of sound beside what else is sent, or none.
    private void sendSound(int frames) {
        for (int i = 0; i < frames; i++) {
            nanos += Duration.ofMillis(20).toNanos();
            long ticks = soundTicks;
            soundTicks += 960;
            ladder.frame(
                    new Frame(2, ticks, ticks, 960, true, false, Lease.of(new byte[10])),
                    Instant.EPOCH);
            ladder.work();
        }
    }

    private long soundTicks;

    private void describeOpus() {
        ladder.track(new Track(2, new Timescale(48_000), OpusConfiguration.of(2, 312), "fr", ""));
    }

    @Test
    void aPublisherWhoComesBackWithoutTheSoundGetsRungsAllTheSame() throws Exception {
        ladder.track(picture.track());
        describeOpus();
        sendSound(1);
        send(3);
        encoder.last().describe().make(0);
        sendAndMake(20);
        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER, SOUND);

        reconnect(picture.track());
        send(60);
        assertThat(encoder.last().plan.sounds()).isEmpty();
        encoder.last().describe().make(0);
        sendAndMake(20);

        assertThat(shown.offered()).containsExactlyInAnyOrder(UPPER, LOWER);
        assertThat(shown.times(UPPER).getLast()).isEqualTo((sent - 1) * TICKS);
        int children = encoder.children.size();
        sendSound(1);
        send(3);
        assertThat(encoder.children).hasSize(children + 1);
        assertThat(encoder.last().plan.sounds()).isNotEmpty();
        assertThat(encoder.last().plan.rungs()).hasSize(2);
    }

    @Test
    void aPublisherWhoComesBackWithTheSoundAloneHasNoRungs() throws Exception {
        ladder.track(picture.track());
        describeOpus();
        sendSound(1);
        send(3);
        encoder.last().describe().make(0);
        sendAndMake(20);

        ladder.discontinuity();
        sendSound(150);

        assertThat(encoder.last().plan.rungs()).isEmpty();
        assertThat(encoder.last().plan.sounds()).isNotEmpty();
        assertThat(shown.offered()).containsExactly(SOUND);
        sent = (sent / GROUP + 1) * GROUP;
        send(3);
        assertThat(encoder.last().plan.rungs()).hasSize(2);
    }
}
