package dev.anabranch.packager.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Timestamp;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where Periods begin, whatever the clock does.
class PeriodsTest {

    private static final Instant ZERO = Instant.parse("2026-03-01T12:00:00Z");

    private static Cut cut(long msn, double seconds, Instant zero) {
        var at = new Timestamp(Math.round(seconds * 90_000), Feed.VIDEO_CLOCK);
        return new Cut(msn, at, 1, true, 1, zero);
    }

    @Test
    void aSpanBeginsOnTheClockOfItsCut() {
        var first = Span.after(List.of(), cut(1, 0, ZERO));
        var later = Span.after(List.of(first), cut(7, 12, ZERO.plusSeconds(30)));

        assertThat(first.start()).isEqualTo(ZERO);
        assertThat(later.start()).isEqualTo(ZERO.plusSeconds(42));
        assertThat(later.firstMsn()).isEqualTo(7);
    }

    /// ISO/IEC 23009-1, 5.3.2.1: Periods do not overlap.
    @Test
    void aSpanAfterAClockThatWasSetBackBeginsWhereTheOneBeforeEnds() {
        var first = Span.after(List.of(), cut(1, 0, ZERO));
        var back = Span.after(List.of(first), cut(7, 12, ZERO.minusSeconds(60)));
        var again = Span.after(List.of(first, back), cut(9, 16, ZERO.minusSeconds(90)));
        var on = Span.after(List.of(first, back, again), cut(11, 20, ZERO.plusMillis(1)));

        assertThat(back.start()).isEqualTo(ZERO.plusSeconds(12));
        assertThat(again.start()).isEqualTo(ZERO.plusSeconds(16));
        assertThat(on.start()).isEqualTo(ZERO.plusSeconds(20).plusMillis(1));
    }

    @Test
    void theManifestFollowsAClockThatLeapsForwardAndNeverGoesBack() throws Exception {
        var forward = starts(Duration.ofSeconds(500));
        assertThat(forward).hasSize(2);
        assertThat(forward.getLast()).isEqualTo(Duration.ofSeconds(510));

        var back = starts(Duration.ofSeconds(-500));
        assertThat(back).hasSize(2);
        assertThat(back.getLast()).isEqualTo(Duration.ofSeconds(10));
    }

    /// Ten seconds, a break, and ten more while the clock says something else.
    private static List<Duration> starts(Duration leap) throws Exception {
        var feed =
                new Feed()
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 10, 30), i -> i % 60 == 0)
                        .broken(10)
                        .video(1, Feed.times(10, 20, 30), i -> i % 60 == 0);
        var rules = new RuleWatch();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            rules.watch(live);
            for (var event : feed.inOrder()) {
                boolean isLater = event.at().ticks() >= 10 * 90_000L;
                Feed.play(live, event, isLater ? leap : Duration.ZERO);
            }
            assertThat(rules.breaches).isEmpty();
            return manifest(live).periods().stream()
                    .map(period -> period.start().orElseThrow())
                    .toList();
        }
    }

    private static Mpd manifest(LivePresentation live) throws Exception {
        return Mpd.parse(
                new String(live.manifest().orElseThrow().bytes(), UTF_8), Strictness.STRICT);
    }

    /// The camera sends nothing for eight seconds while the sound goes on: for as long the manifest
    /// has a Period without pictures ([RuleWatch] looks that all it names is there).
    @Test
    void aRenditionIsNotInThePeriodOfItsHole() throws Exception {
        var feed =
                new Feed()
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 10, 30), i -> i % 60 == 0)
                        .video(1, Feed.times(18, 28, 30), i -> i % 60 == 0)
                        .audio(2, 0, 28);
        var rules = new RuleWatch();
        var kinds = new ArrayList<List<String>>();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            rules.watch(live);
            feed.inOrder().forEach(event -> Feed.play(live, event));
            for (var period : manifest(live).periods()) {
                kinds.add(
                        period.adaptationSets().stream()
                                .map(set -> set.contentType().orElseThrow())
                                .toList());
            }
            assertThat(live.rendition("video-1").orElseThrow().listed())
                    .anyMatch(LiveSegment::isGap);
        }
        assertThat(rules.breaches).isEmpty();
        assertThat(kinds)
                .containsExactly(
                        List.of("video", "audio"), List.of("audio"), List.of("video", "audio"));
    }

    /// The timeline breaks twice within a second, and after the second time the sound comes late:
    /// its only segment of the Period between still grows when the next has begun. [RuleWatch]
    /// looks that it is not said to last as long as it has by then.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSegmentThatGrowsIsNotListedInAPeriodThatIsOver(boolean isLowLatency) throws Exception {
        var feed =
                new Feed()
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 10, 30), i -> i % 60 == 0)
                        .audio(2, 0, 10)
                        .broken(10)
                        .video(1, Feed.times(10, 11, 30), i -> i == 0)
                        .audio(2, 10, 11)
                        .broken(11)
                        .video(1, Feed.times(11, 21, 30), i -> i % 60 == 0)
                        .audio(2, 12, 21);
        var rules = new RuleWatch();
        var seen = new ArrayList<List<Integer>>();
        try (var live = new LivePresentation(policy(isLowLatency), new LiveListener() {})) {
            rules.watch(live);
            for (var event : feed.inOrder()) {
                Feed.play(live, event);
                if (live.manifest().isPresent()) {
                    seen.add(tracks(manifest(live)));
                }
            }
            live.end();
            seen.add(tracks(manifest(live)));
        }
        assertThat(rules.breaches).isEmpty();
        assertThat(seen.getLast()).containsExactly(2, 2, 2);
        if (isLowLatency) {
            // What was announced to grow stays announced.
            assertThat(seen).noneMatch(sets -> sets.size() == 3 && sets.get(1) != 2);
        }
    }

    private static LivePolicy policy(boolean isLowLatency) {
        var plain = LivePolicy.DEFAULT;
        return new LivePolicy(
                plain.segment(),
                plain.part(),
                plain.longestSegment(),
                plain.window(),
                isLowLatency,
                plain.hasTransportStream());
    }

    /// How many each Period has.
    private static List<Integer> tracks(Mpd mpd) {
        return mpd.periods().stream().map(period -> period.adaptationSets().size()).toList();
    }

    /// Two presentations of one stream, the second a minute after the first.
    @Test
    void noAddressIsSeenTwice() throws Exception {
        var feed =
                new Feed()
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 20, 30), i -> i % 60 == 0);
        var first = addresses(feed, Duration.ZERO);
        var second = addresses(feed, Duration.ofSeconds(60));

        assertThat(first).hasSizeGreaterThan(100);
        assertThat(second.keySet()).doesNotContainAnyElementsOf(first.keySet());
        assertThat(Collections.min(second.values())).isGreaterThan(Collections.max(first.values()));
    }

    /// Everything its playlists name, with the media sequence number it was named at.
    private static Map<String, Long> addresses(Feed feed, Duration later) {
        var named = new HashMap<String, Long>();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : feed.inOrder()) {
                Feed.play(live, event, later);
                for (var one : live.renditions()) {
                    var text = new String(one.playlist(Delta.FULL).bytes(), UTF_8);
                    text.lines()
                            .filter(line -> !line.startsWith("#EXT-X-RENDITION-REPORT"))
                            .flatMap(line ->
                                    Pattern.compile("[^\"]+\\.(m4s|ts|mp4)(?=\"|$)")
                                            .matcher(line)
                                            .results())
                            .forEach(found ->
                                    named.putIfAbsent(
                                            one.name() + "/" + found.group(),
                                            one.edge().lastMsn()));
                }
            }
        }
        return named;
    }
}
