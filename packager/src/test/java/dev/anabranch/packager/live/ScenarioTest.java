package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/// Streams that are not as they should be: they go on, and every playlist keeps the rules.
class ScenarioTest {

    private static final IntPredicate EACH_2_SECONDS = i -> i % 60 == 0;

    private static Feed video() throws Exception {
        return new Feed().describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO);
    }

    private static Feed described() throws Exception {
        return video().describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO);
    }

    private static CutTest.Outcome run(Feed feed) {
        return run(LivePolicy.DEFAULT, feed);
    }

    private static CutTest.Outcome run(LivePolicy policy, Feed feed) {
        var outcome = CutTest.Outcome.of(policy, feed);
        assertThat(outcome.rules.breaches).isEmpty();
        return outcome;
    }

    private static List<Double> starts(CutTest.Outcome outcome, String rendition, double clock) {
        return outcome.segments.get(rendition).stream()
                .map(segment -> segment.presentationTicks() / clock)
                .toList();
    }

    @Test
    void videoAlone() throws Exception {
        var outcome = run(video().video(1, Feed.times(100, 120, 30), EACH_2_SECONDS));
        assertThat(outcome.segments.get("video-1")).hasSize(10);
        assertThat(outcome.segments.get("video-1").getFirst().startTicks()).isZero();
        assertThat(outcome.segments.get("ts-1")).hasSize(10);
        assertThat(outcome.frames.get("video-1")).isEqualTo(600);
    }

    @Test
    void soundAlone() throws Exception {
        var feed =
                new Feed().describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO).audio(2, 5, 35);
        var outcome = run(feed);
        assertThat(outcome.rules.warnings).isEmpty();
        assertThat(outcome.frames.get("audio-1")).isEqualTo((int) feed.arrivals(2));
        assertThat(outcome.segments.get("audio-1")).hasSizeBetween(14, 20);
        assertThat(outcome.segments.get("ts-1")).hasSameSizeAs(outcome.segments.get("audio-1"));
    }

    @Test
    void soundIsCutAtTheFrameNearestToTheCutOfTheVideo() throws Exception {
        var outcome =
                run(described().video(1, Feed.times(0, 20, 30), EACH_2_SECONDS).audio(2, 0, 20));
        var video = starts(outcome, "video-1", 90_000);
        var audio = starts(outcome, "audio-1", 48_000);
        assertThat(audio).hasSameSizeAs(video);
        for (int i = 1; i < video.size(); i++) {
            assertThat(audio.get(i) - video.get(i)).isBetween(-0.0107, 0.0107);
        }
    }

    @Test
    void soundThatComesLaterJoinsAtACut() throws Exception {
        var feed =
                video().video(1, Feed.times(0, 30, 30), EACH_2_SECONDS)
                        .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ofSeconds(7))
                        .audio(2, 7.5, 30);
        var outcome = run(feed);
        var audio = outcome.segments.get("audio-1");
        assertThat(audio.getFirst().isDiscontinuity()).isTrue();
        var same =
                outcome.segments.get("video-1").stream()
                        .filter(segment -> segment.msn() == audio.getFirst().msn())
                        .findFirst()
                        .orElseThrow();
        assertThat(same.isDiscontinuity()).isTrue();
        assertThat(same.discontinuityNumber()).isEqualTo(1);
        assertThat(outcome.frames.get("video-1")).isEqualTo(900);
    }

    @Test
    void videoThatComesLaterTakesOver() throws Exception {
        var feed =
                new Feed()
                        .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                        .audio(2, 0, 40)
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ofSeconds(11))
                        .video(1, Feed.times(11, 40, 30), EACH_2_SECONDS);
        var outcome = run(feed);
        assertThat(outcome.frames.get("video-1")).isEqualTo(870);
        assertThat(outcome.frames.get("audio-1")).isEqualTo((int) feed.arrivals(2));
        var video = outcome.segments.get("video-1");
        assertThat(video).allMatch(LiveSegment::isIndependent);
        assertThat(outcome.segments.get("audio-1").getLast().msn())
                .isEqualTo(video.getLast().msn());
    }

    @Test
    void soundThatStopsIsSilence() throws Exception {
        var feed = described().video(1, Feed.times(0, 60, 30), EACH_2_SECONDS).audio(2, 0, 20.2);
        var outcome = run(feed);
        assertThat(outcome.gaps.get("audio-1")).isZero();
        var audio = outcome.segments.get("audio-1");
        var video = outcome.segments.get("video-1");
        assertThat(audio.getLast().msn()).isGreaterThanOrEqualTo(video.getLast().msn() - 1);
        assertThat(audio).noneMatch(LiveSegment::isGap);
    }

    @Test
    void missingSoundIsFilledAndComesBackInTime() throws Exception {
        var feed =
                described()
                        .video(1, Feed.times(0, 30, 30), EACH_2_SECONDS)
                        .audio(2, 0, 10)
                        .audio(2, 15, 30);
        var outcome = run(feed);
        assertThat(outcome.gaps.get("audio-1")).isZero();
        var video = starts(outcome, "video-1", 90_000);
        var audio = starts(outcome, "audio-1", 48_000);
        for (int i = 1; i < video.size(); i++) {
            assertThat(audio.get(i) - video.get(i)).isBetween(-0.0107, 0.0107);
        }
    }

    @Test
    void videoThatStopsIsAGap() throws Exception {
        var feed = described().video(1, Feed.times(0, 20, 30), EACH_2_SECONDS).audio(2, 0, 60);
        var outcome = run(feed);
        assertThat(outcome.gaps.get("video-1")).isGreaterThan(150);
        assertThat(outcome.segments.get("video-1")).anyMatch(LiveSegment::isGap);
        assertThat(outcome.frames.get("audio-1")).isGreaterThan((int) feed.arrivals(2) - 110);
    }

    @Test
    void rowO10ABreakIsADiscontinuityEverywhere() throws Exception {
        var feed =
                described()
                        .video(1, Feed.times(0, 11, 30), EACH_2_SECONDS)
                        .audio(2, 0, 11.1)
                        .broken(39.8)
                        .video(1, Feed.times(40, 55, 30), EACH_2_SECONDS)
                        .audio(2, 39.9, 55);
        var outcome = run(feed);
        assertThat(outcome.gaps.get("video-1")).isZero();
        for (var name : List.of("video-1", "audio-1", "ts-1")) {
            var breaks =
                    outcome.segments.get(name).stream()
                            .filter(LiveSegment::isDiscontinuity)
                            .map(LiveSegment::msn)
                            .toList();
            assertThat(breaks).as(name).containsExactly(Feed.FIRST_MSN + 6);
        }
        assertThat(outcome.frames.get("video-1")).isEqualTo(330 + 450);
    }

    @Test
    void rowO10AnotherFormatIsANewInitializationSection() throws Exception {
        var other = Feed.track("long_1080p_6min_lowbitrate.mp4", TrackKind.VIDEO).track().codec();
        var outcome = run(changing(other));
        var video = outcome.segments.get("video-1");
        assertThat(video.stream().map(LiveSegment::initNumber).distinct().toList())
                .containsExactly((int) Feed.FIRST_MSN, (int) Feed.FIRST_MSN + 1);
        var first =
                video.stream()
                        .filter(one -> one.initNumber() > Feed.FIRST_MSN)
                        .findFirst()
                        .orElseThrow();
        assertThat(first.isDiscontinuity()).isTrue();
        assertThat(first.isIndependent()).isTrue();
        assertThat(outcome.frames.get("video-1")).isEqualTo(600);
        assertThat(outcome.rules.last.get("video-1").segments())
                .anyMatch(one ->
                        one.map() != null
                                && one.map().uri().equals("init-" + (Feed.FIRST_MSN + 1) + ".mp4"));
    }

    private static Feed changing(CodecConfiguration other) throws Exception {
        return described()
                .video(1, Feed.times(0, 10, 30), EACH_2_SECONDS)
                .describe(1, other, Feed.VIDEO_CLOCK, Duration.ofMillis(9980))
                .video(1, Feed.times(10, 20, 30), EACH_2_SECONDS)
                .audio(2, 0, 20);
    }

    @Test
    void rowO17AnInitializationSectionToComeIsHinted() throws Exception {
        var other = Feed.track("long_1080p_6min_lowbitrate.mp4", TrackKind.VIDEO).track().codec();
        var hints = new ArrayList<String>();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : changing(other).inOrder()) {
                Feed.play(live, event);
                live.rendition("video-1")
                        .ifPresent(video ->
                                new String(video.playlist(Delta.FULL).bytes())
                                        .lines()
                                        .filter(line -> line.contains("TYPE=MAP"))
                                        .forEach(hints::add));
            }
            assertThat(live.rendition("video-1").orElseThrow().init((int) Feed.FIRST_MSN + 1))
                    .isPresent();
        }
        assertThat(hints.stream().distinct().toList())
                .containsExactly(
                        "#EXT-X-PRELOAD-HINT:TYPE=MAP,URI=\"init-%d.mp4\""
                                .formatted(Feed.FIRST_MSN + 1));
    }

    @Test
    void aLongGroupIsCutWithoutAKeyframeAndSaysWhatCuresIt() throws Exception {
        var outcome =
                run(described().video(1, Feed.times(0, 60, 30), i -> i % 750 == 0).audio(2, 0, 60));
        assertThat(outcome.rules.warnings).hasSize(1);
        assertThat(outcome.rules.warnings.getFirst())
                .contains("keyframe interval", "ffmpeg: -force_key_frames");
        assertThat(outcome.segments.get("video-1").get(1).isIndependent()).isFalse();
        assertThat(outcome.segments.get("video-1").getFirst().durationSeconds().toDouble())
                .isLessThan(10.5);
        assertThat(outcome.frames.get("video-1")).isEqualTo(1800);
    }

    @Test
    void aStreamWithoutAnyKeyframeIsStillThere() throws Exception {
        var outcome = run(described().video(1, Feed.times(0, 60, 30), i -> false).audio(2, 0, 60));
        assertThat(outcome.segments.get("video-1").size()).isGreaterThan(3);
        assertThat(outcome.frames.get("video-1")).isGreaterThan(1400);
    }

    @Test
    void rowO25AllVideosAreCutAtTheSameFrames() throws Exception {
        var feed =
                described()
                        .describe(3, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .describe(4, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 20, 60), i -> i % 120 == 0)
                        .video(3, Feed.times(0, 20, 30), EACH_2_SECONDS)
                        .video(4, Feed.times(0, 20, 60), i -> i % 120 == 0)
                        .audio(2, 0, 20);
        var outcome = run(feed);
        var first = outcome.segments.get("video-1");
        for (var name : List.of("video-2", "video-3")) {
            var others = outcome.segments.get(name);
            assertThat(others.stream().map(LiveSegment::startTicks).toList())
                    .isEqualTo(first.stream().map(LiveSegment::startTicks).toList());
            assertThat(others.stream().map(LiveSegment::programDateTime).toList())
                    .isEqualTo(first.stream().map(LiveSegment::programDateTime).toList());
        }
        assertThat(outcome.rules.warnings).isEmpty();
    }

    @Test
    void timesBeginAnywhere() throws Exception {
        for (double from : new double[] {0, 0.5, 47_721, 95_443}) {
            var outcome =
                    run(
                            described()
                                    .video(1, Feed.times(from, from + 10, 30), EACH_2_SECONDS)
                                    .audio(2, from, from + 10));
            assertThat(outcome.segments.get("video-1").getFirst().startTicks()).isZero();
            assertThat(outcome.frames.get("video-1")).isEqualTo(300);
        }
    }

    @Test
    void millisecondTimesOfSoundAreRunTogether() throws Exception {
        var feed =
                described()
                        .video(1, Feed.rounded(Feed.times(0, 30, 30), 0.001), EACH_2_SECONDS)
                        .audio(2, 0, 30, 1);
        var outcome = run(feed);
        for (var segment : outcome.segments.get("audio-1")) {
            assertThat(segment.durationTicks() % 1024).isZero();
        }
        assertThat(outcome.frames.get("audio-1")).isBetween(1402, (int) feed.arrivals(2));
    }

    @Test
    void withoutLowLatencyThereAreNoParts() throws Exception {
        var policy =
                new LivePolicy(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        false,
                        false);
        var outcome =
                run(
                        policy,
                        described()
                                .video(1, Feed.times(0, 20, 30), EACH_2_SECONDS)
                                .audio(2, 0, 20));
        assertThat(outcome.segments).containsOnlyKeys("video-1", "audio-1");
        assertThat(outcome.rules.last.get("video-1").partInf()).isNull();
    }

    @Test
    void aCodecTransportStreamsCannotCarryIsSaid() throws Exception {
        var opus = Feed.track("opus.mp4", TrackKind.AUDIO).track().codec();
        var feed =
                video().describe(2, opus, Feed.AUDIO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 10, 30), EACH_2_SECONDS);
        for (int i = 0; i < 500; i++) {
            feed.frame(2, Feed.AUDIO_CLOCK, i * 960L, i * 960L, 960, true, 60);
        }
        var outcome = run(feed);
        assertThat(outcome.segments).containsOnlyKeys("video-1", "audio-1");
        assertThat(outcome.rules.warnings).singleElement().asString().contains("Opus");
    }

    @Test
    void theTransportStreamGoesOnWhenItsCodecsAreBack() throws Exception {
        var opus = Feed.track("opus.mp4", TrackKind.AUDIO).track().codec();
        var feed =
                described()
                        .video(1, Feed.times(0, 30, 30), EACH_2_SECONDS)
                        .audio(2, 0, 10)
                        .describe(2, opus, Feed.AUDIO_CLOCK, Duration.ofMillis(9980));
        for (int i = 500; i < 1000; i++) {
            feed.frame(2, Feed.AUDIO_CLOCK, i * 960L, i * 960L, 960, true, 60);
        }
        feed.describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ofMillis(19980)).audio(2, 20, 30);
        var outcome = run(feed);
        var segments = outcome.segments.get("ts-1");
        assertThat(segments).hasSize(15);
        assertThat(segments.stream().map(LiveSegment::isGap).distinct().toList())
                .containsExactly(false, true);
        assertThat(segments.getFirst().isGap()).isFalse();
        assertThat(segments.getLast().isGap()).isFalse();
        assertThat(segments.stream().filter(LiveSegment::isGap).count()).isBetween(4L, 6L);
        assertThat(outcome.rules.warnings).singleElement().asString().contains("Opus");
    }

    /// Encoders leave out pictures of one size and not of another.
    @Test
    void picturesLostBeforeACutOfOneVideoAreNoGap() throws Exception {
        var feed =
                described()
                        .describe(3, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 20, 30), EACH_2_SECONDS)
                        .audio(2, 0, 20);
        for (int i = 0; i < 600; i++) {
            if (i % 60 < 56 || i < 60) {
                feed.frame(3, Feed.VIDEO_CLOCK, i * 3000L, i * 3000L + 6000, 0, i % 60 == 0, 200);
            }
        }
        var outcome = run(feed);
        assertThat(outcome.segments.get("video-2"))
                .hasSize(10)
                .allMatch(one -> one.parts().stream().noneMatch(LivePart::isGap));
        assertThat(outcome.frames.get("video-2")).isEqualTo(600 - 9 * 4);
        for (int i = 0; i < 10; i++) {
            assertThat(outcome.segments.get("video-2").get(i).programDateTime())
                    .isEqualTo(outcome.segments.get("video-1").get(i).programDateTime());
        }
    }

    /// A slow video that is reordered by seconds, then a fast one that is not and stops for a
    /// while.
    private static Feed reorderedThenAway() throws Exception {
        var feed = described().audio(2, 0, 34);
        for (int i = 0; i < 8; i++) {
            feed.frame(1, Feed.VIDEO_CLOCK, i * 90_000L, (i + 2) * 90_000L, 0, i == 0, 300);
        }
        return feed.video(1, Feed.times(8, 16, 30), EACH_2_SECONDS)
                .video(1, Feed.times(26, 34, 30), EACH_2_SECONDS);
    }

    @Test
    void rowO25WhatIsNotThereIsDatedByTheLastKeyframe() throws Exception {
        var outcome = run(reorderedThenAway());
        var zero = zero(outcome.segments.get("audio-1").getLast(), 0);
        var away =
                outcome.segments.get("video-1").stream()
                        .filter(one -> one.startTicks() > 16 * 90_000)
                        .toList();
        assertThat(away).hasSizeGreaterThan(4);
        for (var segment : away) {
            assertThat(Duration.between(zero, zero(segment, 6000)).abs())
                    .isLessThan(Duration.ofMillis(50));
        }
    }

    private static Instant zero(LiveSegment segment, long shownLaterTicks) {
        long shown = segment.startTicks() + shownLaterTicks;
        return segment.programDateTime().minus(segment.timescale().duration(shown));
    }

    @Test
    void periodsEndBeforeTheNextBegins() throws Exception {
        var feed = reorderedThenAway().broken(34).video(1, Feed.times(34, 50, 30), EACH_2_SECONDS);
        var outcome = run(feed.audio(2, 34, 50));
        assertThat(outcome.segments.get("video-1").stream().filter(LiveSegment::isDiscontinuity))
                .isNotEmpty();
    }
}
