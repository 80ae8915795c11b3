package dev.anabranch.packager.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.DateRange;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// What lies ready for those who deliver it: texts rendered once, segments that stay as long as
/// they must, manifests for a segment that grows.
class DeliveryStateTest {

    private static Feed feed(double seconds) throws Exception {
        return new Feed()
                .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                .video(1, Feed.times(0, seconds, 30), i -> i % 60 == 0)
                .audio(2, 0, seconds);
    }

    private static MediaPlaylist parse(RenderedText text) throws Exception {
        return PlaylistParser.parse(text.bytes(), ParseOptions.LENIENT).media();
    }

    @Test
    void onePartIsRenderedAndCompressedOnceForAll() throws Exception {
        var asked = new int[1];
        var watch =
                new LiveListener() {
                    private LivePresentation live;

                    @Override
                    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
                        for (var one : live.renditions()) {
                            ask(one);
                        }
                    }

                    private void ask(LiveRendition one) {
                        long before = one.renders();
                        long compressed = one.compressions();
                        var first = one.playlist(Delta.FULL);
                        for (int viewer = 0; viewer < 100; viewer++) {
                            for (var delta : Delta.values()) {
                                one.playlist(delta).bytes();
                                one.playlist(delta).gzip();
                                one.playlist(delta).etag();
                            }
                        }
                        assertThat(one.playlist(Delta.FULL)).isSameAs(first);
                        assertThat(one.renders() - before).isBetween(0L, 3L);
                        assertThat(one.compressions() - compressed).isBetween(0L, 3L);
                        asked[0]++;
                    }
                };
        try (var live = new LivePresentation(LivePolicy.DEFAULT, watch)) {
            watch.live = live;
            feed(20).to(live);
            var video = live.rendition("video-1").orElseThrow();
            // 10 segments of 10 parts, of which the first segment was not to be seen: for each part
            // three texts, and for each complete segment three that say so.
            assertThat(video.renders()).isBetween(3L * 90, 3L * 100);
            assertThat(video.compressions()).isEqualTo(video.renders());
        }
        assertThat(asked[0]).isGreaterThan(300);
    }

    @Test
    void whatIsCompressedIsTheText() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed(5).to(live);
            var text = live.rendition("video-1").orElseThrow().playlist(Delta.FULL);
            var plain = new GZIPInputStream(new ByteArrayInputStream(text.gzip())).readAllBytes();
            assertThat(plain).isEqualTo(text.bytes());
            assertThat(text.etag()).startsWith("\"").endsWith("\"");
            assertThat(text.mimeType()).isEqualTo("application/vnd.apple.mpegurl");
        }
    }

    /// Whoever sees that a presentation has ended finds the end in every text.
    @Test
    void rowO9TheEndIsSeenInTheTextsFirst() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
                feed(3).inOrder().forEach(event -> Feed.play(live, event));
                var seen = new CompletableFuture<List<Boolean>>();
                var watcher =
                        Thread.ofPlatform()
                                .start(() -> {
                                    while (!live.hasEnded()) {
                                        Thread.onSpinWait();
                                    }
                                    seen.complete(
                                            live.renditions().stream()
                                                    .map(one -> one.edge().hasEnded())
                                                    .toList());
                                });
                live.end();
                assertThat(seen.get(20, TimeUnit.SECONDS)).hasSize(3).containsOnly(true);
                watcher.join();
            }
        }
    }

    /// The first picture of a segment is dated when it arrived, though it is decoded two frames
    /// before it is shown; row O17.
    @Test
    void rowO17AKeyframeIsDatedWhenItArrived() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed(11).inOrder().forEach(event -> Feed.play(live, event));
            var listed = live.rendition("video-1").orElseThrow().listed();
            for (int i = 0; i < listed.size(); i++) {
                assertThat(listed.get(i).programDateTime())
                        .isEqualTo(Feed.START.plusSeconds(2L * i));
            }
            assertThat(listed).hasSizeGreaterThan(3);
        }
    }

    @Test
    void playersWithoutPartsAreToldWhereToBegin() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed(11).inOrder().forEach(event -> Feed.play(live, event));
            assertThat(new String(live.multivariantTransport().orElseThrow().bytes(), UTF_8))
                    .contains("#EXT-X-START:TIME-OFFSET=-6\n");
            assertThat(new String(live.multivariant().orElseThrow().bytes(), UTF_8))
                    .doesNotContain("#EXT-X-START");
            live.end();
            assertThat(new String(live.multivariantTransport().orElseThrow().bytes(), UTF_8))
                    .doesNotContain("#EXT-X-START");
        }
    }

    /// Row O17: the report of another rendition is how far it is; row O4: the next part is within
    /// one PART-TARGET.
    @Test
    void rowO17ReportsAreWithinOnePart() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            double shown = 0;
            for (var event : feed(30).inOrder()) {
                Feed.play(live, event);
                var video = live.rendition("video-1");
                var audio = live.rendition("audio-1");
                if (video.isEmpty() || audio.isEmpty()) {
                    continue;
                }
                var playlist = parse(video.get().playlist(Delta.FULL));
                var report = playlist.renditionReports();
                assertThat(report).hasSize(1);
                assertThat(report.getFirst().uri()).isEqualTo("../audio-1/index.m3u8");
                double there = end(audio.get());
                assertThat(there).isBetween(end(video.get()) - 0.45, end(video.get()) + 0.2);
                double now = event.at().ticks() / (double) event.at().timescale().ticksPerSecond();
                assertThat(now - end(video.get())).as("row O4").isLessThan(0.24);
                shown = Math.max(shown, end(video.get()));
            }
            assertThat(shown).isGreaterThan(29);
        }
    }

    private static double end(LiveRendition rendition) {
        var last = rendition.segment(rendition.edge().lastMsn()).orElseThrow();
        return (last.startTicks() + last.durationTicks())
                / (double) rendition.timescale().ticksPerSecond();
    }

    /// Row O12, and that both playlists say the same (6.2.4, row O25).
    @Test
    void rowO12ServerControlIsTheSameEverywhere() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed(10).inOrder().forEach(event -> Feed.play(live, event));
            var controls = new HashSet<>();
            var targets = new HashSet<>();
            for (var name : List.of("video-1", "audio-1")) {
                var playlist = parse(live.rendition(name).orElseThrow().playlist(Delta.FULL));
                controls.add(playlist.serverControl());
                targets.add(playlist.targetDuration());
            }
            assertThat(controls).hasSize(1);
            assertThat(targets).containsExactly(2L);
        }
    }

    /// Rows O15 and O25: all playlists have the same date ranges, delta updates of the second kind
    /// leave out the old ones and name those removed.
    @Test
    void rowO15DateRangesAreInAllPlaylistsAndLeaveDeltaUpdates() throws Exception {
        var old =
                DateRange.builder("old")
                        .start(Feed.START.plusSeconds(3))
                        .duration(Decimal.of(60))
                        .build();
        var brief =
                DateRange.builder("brief")
                        .start(Feed.START.plusSeconds(4))
                        .duration(Decimal.of(1))
                        .build();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            int count = 0;
            for (var event : feed(45).inOrder()) {
                Feed.play(live, event);
                if (++count == 300) {
                    live.dateRange(old);
                    live.dateRange(brief);
                }
            }
            for (var name : List.of("video-1", "audio-1", "ts-1")) {
                var rendition = live.rendition(name).orElseThrow();
                assertThat(ids(parse(rendition.playlist(Delta.FULL)))).containsExactly("old");
                assertThat(ids(parse(rendition.playlist(Delta.SKIP)))).containsExactly("old");
                var skipped = parse(rendition.playlist(Delta.SKIP_V2));
                assertThat(ids(skipped)).isEmpty();
                assertThat(skipped.skip().recentlyRemovedDateRanges()).containsExactly("brief");
            }
        }
    }

    private static Set<String> ids(MediaPlaylist playlist) {
        var ids = new HashSet<String>();
        for (var tag : playlist.openSegment()) {
            if (tag instanceof DateRange range) {
                ids.add(range.id());
            }
        }
        playlist.segments().forEach(one -> one.dateRanges().forEach(range -> ids.add(range.id())));
        return ids;
    }

    /// Row O9: a live playlist has no type; the end is told everywhere.
    @Test
    void rowO9TheEndIsInEveryText() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : feed(10).inOrder()) {
                Feed.play(live, event);
            }
            assertThat(parse(live.rendition("video-1").orElseThrow().playlist(Delta.FULL)).type())
                    .isNull();
            assertThat(manifest(live).type()).isEqualTo(PresentationType.DYNAMIC);
            live.end();
            assertThat(live.hasEnded()).isTrue();
            for (var rendition : live.renditions()) {
                var playlist = parse(rendition.playlist(Delta.SKIP));
                assertThat(playlist.hasEnded()).isTrue();
                assertThat(playlist.preloadHints()).isEmpty();
                assertThat(playlist.skip()).isNull();
                assertThat(rendition.edge().hasEnded()).isTrue();
                assertThat(rendition.hint()).isEmpty();
            }
            var over = manifest(live);
            assertThat(over.type()).isEqualTo(PresentationType.STATIC);
            assertThat(over.mediaPresentationDuration().orElseThrow())
                    .isBetween(Duration.ofMillis(9_950), Duration.ofMillis(10_050));
        }
    }

    private static Mpd manifest(LivePresentation live) throws Exception {
        return Mpd.parse(
                new String(live.manifest().orElseThrow().bytes(), UTF_8), Strictness.STRICT);
    }

    /// Rows O34 and O35.
    @Test
    void rowO34TheManifestLetsASegmentBeFetchedWhileItGrows() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : feed(11).inOrder()) {
                Feed.play(live, event);
            }
            var mpd = manifest(live);
            assertThat(mpd.utcTimings()).hasSize(1);
            assertThat(mpd.minimumUpdatePeriod()).isPresent();
            assertThat(mpd.serviceDescriptions().getFirst().latencies().getFirst().target())
                    .contains(2000L);
            for (var set : mpd.periods().getLast().adaptationSets()) {
                assertThat(set.common().producerReferenceTimes()).hasSize(1);
                var template = set.representations().getFirst().segments().template().orElseThrow();
                assertThat(template.base().availabilityTimeComplete()).contains(false);
                double offset = template.base().availabilityTimeOffset().orElseThrow();
                assertThat(offset).isBetween(1.7, 1.85);
                var entries = template.multiple().timeline().orElseThrow().entries();
                assertThat(entries.getLast().r()).isEqualTo(-1);
            }
        }
    }

    /// Row O36: one track to a file, a segment is chunks of `moof` and `mdat`, the first with what
    /// stands in front of them and with a picture decoding can start at.
    @Test
    void rowO36ASegmentIsChunks() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : feed(11).inOrder()) {
                Feed.play(live, event);
            }
            var video = live.rendition("video-1").orElseThrow();
            var growing = video.segment(video.edge().lastMsn()).orElseThrow();
            assertThat(growing.isComplete()).isFalse();
            assertThat(growing.isIndependent()).isTrue();
            assertThat(boxes(growing.parts().getFirst()))
                    .containsExactly("styp", "prft", "moof", "mdat");
            assertThat(boxes(growing.parts().get(1))).containsExactly("moof", "mdat");
            assertThat(new String(video.init(growing.initNumber()).orElseThrow(), 4, 8, UTF_8))
                    .startsWith("ftyp");
        }
    }

    private static List<String> boxes(LivePart part) {
        var bytes = part.bytes();
        assertThat(bytes.isDirect()).isTrue();
        assertThat(bytes.isReadOnly()).isTrue();
        var names = new ArrayList<String>();
        while (bytes.hasRemaining()) {
            int size = bytes.getInt(bytes.position());
            var name = new byte[4];
            bytes.get(bytes.position() + 4, name);
            names.add(new String(name, UTF_8));
            bytes.position(bytes.position() + size);
        }
        return names;
    }

    @Test
    void aListenerThatThrowsIsToldNoMore() throws Exception {
        var warnings = new ArrayList<String>();
        var good =
                new LiveListener() {
                    @Override
                    public void warning(String message) {
                        warnings.add(message);
                    }
                };
        try (var live = new LivePresentation(LivePolicy.DEFAULT, good)) {
            live.addListener(
                    new LiveListener() {
                        @Override
                        public void part(LiveRendition rendition, LiveSegment one, LivePart part) {
                            throw new IllegalStateException("planted");
                        }
                    });
            feed(5).to(live);
            assertThat(live.rendition("video-1")).isPresent();
        }
        assertThat(warnings).singleElement().asString().contains("planted");
    }
}
