package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaUpdatesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void skipsWhatIsFurtherFromTheEndThanTheBoundary() throws Exception {
        var full = live(100, 20);
        var delta = DeltaUpdates.skip(full);

        assertThat(delta.skip()).isEqualTo(new Skip(14));
        assertThat(delta.segments()).isEqualTo(full.segments().subList(14, 20));
        assertThat(delta.version()).isEqualTo(9);
        assertThat(new String(delta.toBytes(), StandardCharsets.UTF_8))
                .contains("#EXT-X-MEDIA-SEQUENCE:100\n#EXT-X-SKIP:SKIPPED-SEGMENTS=14\n");
        assertThat(PlaylistParser.parse(delta.toBytes(), ParseOptions.LENIENT).playlist())
                .isEqualTo(delta);
    }

    @Test
    void mergedDeltaIsTheFullPlaylist() {
        var previous = live(100, 20);
        var current = live(103, 20);
        var merged = DeltaUpdates.merge(previous, DeltaUpdates.skip(current)).orElseThrow();

        assertThat(merged.toBuilder().version(current.version()).build()).isEqualTo(current);
    }

    @Test
    void whatASegmentThatIsGoneSaidOfLaterOnesStillHolds() {
        var previous = live(100, 20);
        var key = new Key(Key.AES_128, "key", null, null, null, List.of());
        var first = previous.segments().getFirst().with(key).with(new MapSection("init.mp4"));
        var segments = new ArrayList<>(previous.segments());
        segments.set(0, first);
        previous = previous.toBuilder().segments(segments).build();

        var merged = DeltaUpdates.merge(previous, DeltaUpdates.skip(live(103, 20))).orElseThrow();

        assertThat(merged.segments().getFirst().uri())
                .isEqualTo(live(103, 20).segments().getFirst().uri());
        assertThat(merged.segments().getFirst().map()).isEqualTo(new MapSection("init.mp4"));
        assertThat(merged.segments().getFirst().keys()).containsExactly(key);
        assertThat(merged.segments().get(1).map()).isNull();
    }

    /// shaka 5.2 appends what an update lists without an init segment when the update names none.
    @Test
    void saysAgainWhichInitSegmentAndKeyHoldForWhatStays() throws Exception {
        var key = new Key(Key.AES_128, "key", null, null, null, List.of());
        var full = with(live(100, 20), 3, new MapSection("old.mp4"));
        full = with(with(full, 9, key), 9, new MapSection("init.mp4"));

        var delta = DeltaUpdates.skip(full);

        assertThat(new String(delta.toBytes(), StandardCharsets.UTF_8))
                .contains(
                        "#EXT-X-SKIP:SKIPPED-SEGMENTS=14\n"
                                + "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n"
                                + "#EXT-X-MAP:URI=\"init.mp4\"\n"
                                + "#EXT-X-PROGRAM-DATE-TIME:");
        assertThat(delta.segments().subList(1, 6)).isEqualTo(full.segments().subList(15, 20));
        var merged = DeltaUpdates.merge(full, delta).orElseThrow();
        assertThat(merged.segments()).isEqualTo(full.segments());
    }

    @Test
    void theFirstSegmentThatStaysKeepsAnInitSegmentOfItsOwn() {
        var full = with(live(100, 20), 0, new MapSection("old.mp4"));
        full = with(full, 14, new MapSection("init.mp4"));

        var delta = DeltaUpdates.skip(full);

        assertThat(delta.segments()).isEqualTo(full.segments().subList(14, 20));
        var merged = DeltaUpdates.merge(full, delta).orElseThrow();
        assertThat(merged.segments()).isEqualTo(full.segments());
    }

    @Test
    void asksForTheFullPlaylistWhenASkippedSegmentIsUnknown() {
        assertThat(DeltaUpdates.merge(live(100, 5), DeltaUpdates.skip(live(103, 20)))).isEmpty();
        assertThat(DeltaUpdates.merge(live(104, 20), DeltaUpdates.skip(live(103, 20)))).isEmpty();
    }

    @Test
    void ignoresTheDirectiveAfterTheEndAndWithoutABoundary() {
        var ended = live(0, 20).toBuilder().hasEnded(true).build();
        var unable = live(0, 20).toBuilder().serverControl(null).build();

        assertThat(DeltaUpdates.skip(ended)).isSameAs(ended);
        assertThat(DeltaUpdates.skip(unable)).isSameAs(unable);
    }

    @Test
    void secondVersionSkipsOldDateRangesAndDropsRemovedOnes() {
        var previous = withRanges(live(100, 20), "old", "gone");
        var current = withRanges(live(101, 20), "old", "new");
        var delta = DeltaUpdates.skipWithDateRanges(current, Set.of("old"), List.of("gone"));

        assertThat(delta.version()).isEqualTo(10);
        assertThat(new String(delta.toBytes(), StandardCharsets.UTF_8))
                .contains("RECENTLY-REMOVED-DATERANGES=\"gone\"")
                .doesNotContain("ID=\"old\"")
                .contains("ID=\"new\"");
        var merged = DeltaUpdates.merge(previous, delta).orElseThrow();
        assertThat(DateRangeRule.allTags(merged))
                .filteredOn(DateRange.class::isInstance)
                .extracting(tag -> ((DateRange) tag).id())
                .containsExactlyInAnyOrder("old", "new");
    }

    private static MediaPlaylist with(MediaPlaylist playlist, int index, SegmentTag tag) {
        var segments = new ArrayList<>(playlist.segments());
        segments.set(index, segments.get(index).with(tag));
        return playlist.toBuilder().segments(segments).build();
    }

    private static MediaPlaylist withRanges(MediaPlaylist playlist, String... ids) {
        var segments = new ArrayList<>(playlist.segments());
        int last = segments.size() - 1;
        for (String id : ids) {
            var range = DateRange.builder(id).start(START).build();
            segments.set(last, segments.get(last).with(range));
        }
        return playlist.toBuilder().segments(segments).build();
    }

    private static MediaPlaylist live(long first, int count) {
        var playlist =
                MediaPlaylist.builder(2)
                        .mediaSequence(first)
                        .serverControl(
                                new ServerControl(
                                        Decimal.of(12), true, null, null, true, List.of()));
        for (long i = first; i < first + count; i++) {
            playlist.segment(
                    new MediaSegment(i + ".m4s", Decimal.of("2.000"))
                            .with(ProgramDateTime.of(START.plusSeconds(2 * i))));
        }
        return playlist.build();
    }
}
