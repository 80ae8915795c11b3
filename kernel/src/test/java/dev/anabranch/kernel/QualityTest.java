package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.picture;
import static dev.anabranch.kernel.Studio.send;
import static dev.anabranch.kernel.Studio.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Figures of a stream, and what is said about its health.
class QualityTest {

    private static List<Health.Fault> faults(Studio studio) {
        return studio.stream().health().reasons().stream().map(Health.Reason::fault).toList();
    }

    private static String message(Studio studio, Health.Fault fault) {
        return studio.stream().health().reasons().stream()
                .filter(reason -> reason.fault() == fault)
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Test
    void aGoodStreamIsMeasuredAndPerfect() {
        try (var studio = new Studio()) {
            studio.play(studio.publish(), 0, 20);
            var quality = studio.stream().quality();
            var video = quality.tracks().getFirst();
            var audio = quality.tracks().getLast();
            assertThat(video.bitsPerSecond()).isEqualTo(25 * 1000 * 8);
            assertThat(video.framesPerSecond()).isEqualTo(25);
            assertThat(video.keyframeDistanceSeconds()).isEqualTo(1);
            assertThat(video.frames()).isEqualTo(500);
            assertThat(video.bytes()).isEqualTo(500_000);
            assertThat(video.keyframes()).isEqualTo(20);
            assertThat(audio.bitsPerSecond()).isEqualTo(25 * 200 * 8);
            assertThat(audio.keyframeDistanceSeconds()).isZero();
            assertThat(quality.bitsPerSecond()).isEqualTo(240_000);
            assertThat(quality.bytesIn()).isEqualTo(600_000);
            assertThat(quality.jitterMillis()).isZero();
            assertThat(quality.driftMillis()).isZero();
            assertThat(quality.skewMillis()).isZero();
            assertThat(studio.stream().health()).isEqualTo(Health.PERFECT);
        }
    }

    @Test
    void keyframesTooFarApartAreNamedWithTheCure() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 25 * 6; i++) {
                picture(publication, i * 40L, i == 0);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.KEYFRAME_DISTANCE);
            assertThat(studio.stream().health().level()).isEqualTo(Health.Level.WARNING);
            assertThat(message(studio, Health.Fault.KEYFRAME_DISTANCE))
                    .startsWith("keyframes are 6.0 s apart: set the keyframe interval to 2 s");
            for (int i = 25 * 6; i < 25 * 11; i++) {
                picture(publication, i * 40L, false);
                studio.clock.pass(0.04);
            }
            assertThat(studio.stream().health().level()).isEqualTo(Health.Level.BAD);
        }
    }

    @Test
    void aStreamWithoutAnyKeyframeIsBad() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 200; i++) {
                sound(publication, i * 40L);
                assertThat(picture(publication, i * 40L, false)).isFalse();
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.NO_KEYFRAME);
            picture(publication, 8000, true);
            assertThat(studio.stream().health()).isEqualTo(Health.PERFECT);
        }
    }

    @Test
    void aSilentEncoderIsStalled() {
        try (var studio = new Studio()) {
            studio.play(studio.publish(), 0, 2);
            studio.clock.pass(5);
            assertThat(faults(studio)).containsExactly(Health.Fault.STALLED);
            assertThat(message(studio, Health.Fault.STALLED)).contains("nothing for 5 s");
        }
    }

    @Test
    void aBitRateThatCollapsesIsTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 25 * 30; i++) {
                int size = i < 25 * 25 ? 10_000 : 500;
                var sample = new Sample(1, i * 3600L, i * 3600L, 0, i % 25 == 0);
                send(publication, sample, size);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.BITRATE_COLLAPSE);
        }
    }

    @Test
    void aPictureThatVanishesIsTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.play(publication, 0, 20);
            for (int i = 0; i < 150; i++) {
                sound(publication, 20_000 + i * 40L);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).startsWith(Health.Fault.VIDEO_LOST);
            assertThat(studio.stream().health().level()).isEqualTo(Health.Level.BAD);
            assertThat(message(studio, Health.Fault.VIDEO_LOST))
                    .startsWith("sound comes and no picture since 6 s")
                    .contains("OBS:", "ffmpeg:");
            studio.play(publication, 26_000, 16);
            assertThat(studio.stream().health()).isEqualTo(Health.PERFECT);
        }
    }

    @Test
    void soundThatVanishesIsTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.play(publication, 0, 2);
            for (int i = 0; i < 150; i++) {
                picture(publication, 2_000 + i * 40L, i % 25 == 0);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.AUDIO_LOST);
        }
    }

    @Test
    void picturesWithoutSoundAreGoodAndTold() {
        try (var studio = new Studio()) {
            var publication = studio.granted(Studio.NAME);
            publication.describe(Studio.VIDEO);
            for (int i = 0; i < 150; i++) {
                picture(publication, i * 40L, i % 25 == 0);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.NO_AUDIO);
            assertThat(studio.stream().health().level()).isEqualTo(Health.Level.GOOD);
        }
    }

    @Test
    void peaksOfTheBitRateAreTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 25 * 40; i++) {
                boolean isPeak = i >= 25 * 30 && i < 25 * 32;
                int size = isPeak ? 60_000 : 8_000;
                var sample = new Sample(1, i * 3600L, i * 3600L, 0, i % 25 == 0);
                send(publication, sample, size);
                sound(publication, i * 40L);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.BITRATE_SPIKES);
            assertThat(message(studio, Health.Fault.BITRATE_SPIKES)).contains("CBR", "-maxrate");
        }
    }

    @Test
    void aFrameRateThatFallsNowAndThenIsTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 25 * 20; i++) {
                boolean isSlow = i / 25 % 4 == 3;
                if (!isSlow || i % 5 == 0) {
                    picture(publication, i * 40L, i % 25 == 0);
                }
                sound(publication, i * 40L);
                studio.clock.pass(0.04);
            }
            assertThat(faults(studio)).containsExactly(Health.Fault.FRAME_RATE);
            assertThat(message(studio, Health.Fault.FRAME_RATE))
                    .startsWith("between 5 and 25 pictures");
        }
    }

    @Test
    void framesInBurstsAreJitter() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 500; i++) {
                picture(publication, i * 40L, i % 25 == 0);
                studio.clock.pass(i % 25 == 24 ? 1 : 0);
            }
            assertThat(studio.stream().quality().jitterMillis()).isBetween(150.0, 300.0);
            assertThat(faults(studio)).containsExactly(Health.Fault.JITTER);
        }
    }

    @Test
    void soundFarFromItsPictureIsSkew() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 200; i++) {
                picture(publication, 1000 + i * 40L, i % 25 == 0);
                sound(publication, i * 40L);
                studio.clock.pass(0.04);
            }
            assertThat(studio.stream().quality().skewMillis()).isCloseTo(1000, within(1.0));
            assertThat(faults(studio)).containsExactly(Health.Fault.SKEW);
        }
    }

    @Test
    void anEncoderThatFallsBehindTheClockDrifts() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            for (int i = 0; i < 25 * 60; i++) {
                picture(publication, i * 40L, i % 25 == 0);
                studio.clock.pass(0.041);
            }
            assertThat(studio.stream().quality().driftMillis()).isBetween(-1400.0, -1000.0);
            assertThat(faults(studio)).containsExactly(Health.Fault.DRIFT);
        }
    }

    @Test
    void jumpsAreRememberedForAMinute() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.play(publication, 0, 2);
            studio.play(publication, 900_000, 2);
            assertThat(faults(studio)).containsExactly(Health.Fault.TIMESTAMP_JUMPS);
            assertThat(studio.stream().quality().discontinuities()).isEqualTo(1);
            assertThat(studio.events.take()).contains("discontinued timestamps");
            studio.play(publication, 902_000, 60);
            assertThat(studio.stream().health()).isEqualTo(Health.PERFECT);
        }
    }

    @Test
    void aChangeOfHealthIsTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.play(publication, 0, 2);
            studio.kernel.tick();
            assertThat(studio.events.take()).doesNotContain("health BAD");
            publication.close();
            studio.clock.pass(1);
            studio.kernel.tick();
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(studio.events.take()).containsOnlyOnce("health BAD");
        }
    }
}
