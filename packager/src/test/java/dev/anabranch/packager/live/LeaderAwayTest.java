package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream whose timeline breaks and whose pictures do not come back with it, as when an encoder
/// is replaced by one that sends sound alone: the sound goes on.
class LeaderAwayTest {

    /// Frames of sound.
    private static final long BEFORE_THE_PICTURES = 4;

    private static final long TENTH_OF_A_SECOND = 5;

    private static Feed described() throws Exception {
        return new Feed()
                .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                .video(1, Feed.times(0, 10, 30), i -> i % 60 == 0)
                .audio(2, 0, 10)
                .broken(12);
    }

    private static CutTest.Outcome run(Feed feed) {
        var outcome = CutTest.Outcome.of(LivePolicy.DEFAULT, feed);
        assertThat(outcome.rules.breaches).isEmpty();
        return outcome;
    }

    @Test
    void soundGoesOnWithoutThePictures() throws Exception {
        var feed = described().audio(2, 12, 40);
        var outcome = run(feed);
        assertThat(feed.arrivals(2) - outcome.frames.get("audio-1"))
                .isBetween(0L, TENTH_OF_A_SECOND);
        assertThat(outcome.segments.get("video-1"))
                .hasSameSizeAs(outcome.segments.get("audio-1"))
                .last()
                .satisfies(segment -> assertThat(segment.isGap()).isTrue());
        assertThat(outcome.segments.get("audio-1").getLast().discontinuityNumber()).isEqualTo(1);
    }

    /// The pictures are waited for, but the stream ends.
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 1.9, 2.5, 7, 13.9})
    void atTheEndNoSoundIsLeft(double seconds) throws Exception {
        var feed = described().audio(2, 12, 12 + seconds);
        var outcome = run(feed);
        assertThat(feed.arrivals(2) - outcome.frames.get("audio-1")).isEqualTo(BEFORE_THE_PICTURES);
    }

    @Test
    void picturesComeBackAtTheirNextKeyframe() throws Exception {
        var feed = described().audio(2, 12, 40).video(1, Feed.times(20, 40, 30), i -> i % 60 == 30);
        var outcome = run(feed);
        assertThat(feed.arrivals(2) - outcome.frames.get("audio-1"))
                .isBetween(0L, TENTH_OF_A_SECOND);
        // 300 before the break, and all after it but the 30 that nothing comes before.
        assertThat(outcome.frames.get("video-1")).isEqualTo(300 + 570);
        assertThat(outcome.segments.get("video-1").getLast().isGap()).isFalse();
    }

    @Test
    void aKeyframeThatComesInTimeIsWaitedFor() throws Exception {
        var feed = described().audio(2, 12, 40).video(1, Feed.times(13, 40, 30), i -> i % 60 == 0);
        var outcome = run(feed);
        assertThat(outcome.segments.get("video-1")).noneMatch(segment -> segment.isGap());
        assertThat(outcome.segments.get("video-1").getLast().discontinuityNumber()).isEqualTo(1);
    }
}
