package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long parts and segments stay, listed and unlisted, and that their memory comes back.
class LiveLifetimeTest {

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

    /// Rows O6, O7: at each moment everything that any playlist of the last while named is there.
    @Test
    void rowO7WhatAPlaylistNamedStaysFetchable() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            long seen = 0;
            for (var event : feed(200).inOrder()) {
                Feed.play(live, event);
                var video = live.rendition("video-1");
                if (video.isEmpty() || video.get().edge().lastMsn() == seen) {
                    continue;
                }
                seen = video.get().edge().lastMsn();
                var playlist = parse(video.get().playlist(Delta.FULL));
                assertThat(playlist.segments().size())
                        .isGreaterThanOrEqualTo(Math.min((int) (seen - Feed.FIRST_MSN), 15));
                long oldest = playlist.mediaSequence();
                // Its own duration and that of the longest playlist after the last that had it.
                for (long msn = Math.max(Feed.FIRST_MSN, oldest - 15); msn <= seen; msn++) {
                    assertThat(video.get().segment(msn))
                            .as("segment %d at %d", msn, seen)
                            .isPresent();
                }
                assertThat(video.get().segment(oldest - 20)).isEmpty();
            }
        }
    }

    /// Row O8: part tags stay for three target durations from the end, a break or not, go a segment
    /// later at most, and what they name stays for three more.
    @Test
    void rowO8PartsStayListedAndThenFetchable() throws Exception {
        var feed = new Feed().describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO);
        for (int i = 0; i < 6; i++) {
            // The stream breaks and goes on a minute later.
            feed.video(1, Feed.times(i * 70, i * 70 + 11, 30), n -> n % 60 == 0)
                    .broken(i * 70 + 11.1);
        }
        var lastListed = new HashMap<Long, Double>();
        double passed = 0;
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            for (var event : feed.inOrder()) {
                Feed.play(live, event);
                passed += event instanceof Feed.Arrived ? 1 / 30.0 : 0;
                var video = live.rendition("video-1");
                if (video.isEmpty()) {
                    continue;
                }
                assertPartsAreListed(video.get());
                var address = video.get().hint().orElseThrow();
                for (var uri : parts(parse(video.get().playlist(Delta.FULL)))) {
                    lastListed.put(Long.parseLong(uri.split("\\.")[1]), passed);
                }
                for (var listed : lastListed.entrySet()) {
                    if (passed - listed.getValue() <= 6) {
                        assertThat(video.get().holder(address.presentation(), listed.getKey()))
                                .as("part %s", listed)
                                .isPresent();
                    }
                }
            }
        }
        assertThat(lastListed).hasSizeGreaterThan(300);
    }

    private static List<String> parts(MediaPlaylist playlist) {
        var uris = new ArrayList<String>();
        playlist.segments().forEach(one -> one.parts().forEach(part -> uris.add(part.uri())));
        playlist.openParts().forEach(part -> uris.add(part.uri()));
        return uris;
    }

    private static void assertPartsAreListed(LiveRendition rendition) throws Exception {
        var playlist = parse(rendition.playlist(Delta.FULL));
        double behind =
                playlist.openParts().stream().mapToDouble(one -> one.duration().toDouble()).sum();
        for (var segment : playlist.segments().reversed()) {
            assertThat(segment.parts().isEmpty())
                    .as("%s, %f s from the end", segment.uri(), behind)
                    .isEqualTo(behind >= 3 * playlist.targetDuration() - 1e-6);
            behind += segment.duration().toDouble();
        }
    }

    @Test
    void memoryIsBoundedAndAllOfItComesBack() throws Exception {
        var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {});
        long most = 0;
        long half = 0;
        int at = 0;
        var events = feed(300).inOrder();
        for (var event : events) {
            Feed.play(live, event);
            most = Math.max(most, live.memoryBytes());
            half = at++ == events.size() / 2 ? most : half;
        }
        assertThat(most).isEqualTo(half);
        var held =
                live.rendition("video-1").orElseThrow().segment(Feed.FIRST_MSN + 139).orElseThrow();
        var bytes = Collected.bytes(held);
        assertThat(held.retain()).isTrue();
        live.end();
        live.close();
        assertThat(Collected.bytes(held)).isEqualTo(bytes);
        assertThat(live.memoryBytes()).isPositive();
        held.release();
        assertThat(live.memoryBytes()).isZero();
        assertThat(held.retain()).isFalse();
    }

    @Test
    void partsAreTheBytesOfTheirSegment() throws Exception {
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed(5).to(live);
            var video = live.rendition("video-1").orElseThrow();
            long first = Feed.FIRST_MSN;
            var segment = video.segment(first + 1).orElseThrow();
            assertThat(segment.firstPart()).isEqualTo(10);
            long at = 0;
            for (var part : segment.parts()) {
                assertThat(part.offsetBytes()).isEqualTo(at);
                long number = segment.firstPart() + part.index();
                assertThat(video.holder(first, number)).contains(segment);
                assertThat(segment.part(number)).contains(part);
                at += part.sizeBytes();
            }
            assertThat(segment.sizeBytes()).isEqualTo(at);
            assertThat(ByteBuffer.wrap(Collected.bytes(segment)).getInt(4)).isEqualTo(0x73747970);
            assertThat(segment.part(9)).isEmpty();
            assertThat(segment.part(20)).isEmpty();
            assertThat(video.holder(first + 1, 15)).isEmpty();
            assertThat(video.holder(first, -1)).isEmpty();
            assertThat(video.holder(first, 5000)).isEmpty();
            assertThat(video.segment(99)).isEmpty();
        }
    }
}
