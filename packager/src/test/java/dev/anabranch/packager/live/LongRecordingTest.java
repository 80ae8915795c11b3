package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Recordings of a day and of six, with the entries their journals would have.
class LongRecordingTest {

    private static final int SEGMENTS_A_DAY = 43_200;
    private static final int SEGMENT_TICKS = 180_000;

    /// @param segments of 2 s of pictures and of sound
    private static RecordingIndex index(int segments) throws Exception {
        var parts = FedMedia.bunny().parts();
        var index = new RecordingIndex();
        index.add(new JournalEntry.TargetDuration(2));
        index.add(new JournalEntry.RenditionAdded(TrackKind.VIDEO, 90_000, "video-1"));
        index.add(new JournalEntry.RenditionAdded(TrackKind.AUDIO, 90_000, "audio-1"));
        for (int r = 0; r < 2; r++) {
            var name = r == 0 ? "video-1" : "audio-1";
            var init =
                    parts.stream()
                            .filter(part -> part.rendition().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .init();
            int sum = RecordingFolder.sum(ByteBuffer.wrap(init));
            index.add(new JournalEntry.InitAdded(r, 1, init.length, sum), init);
        }
        for (int n = 0; n < segments; n++) {
            for (int r = 0; r < 2; r++) {
                long at = (long) n * SEGMENT_TICKS;
                long wall = 1_700_000_000_000_000L + n * 2_000_000L;
                index.add(new JournalEntry.SegmentBegun(r, n + 1L, 0, 0, at, wall));
                int size = r == 0 ? 150_000 + n % 1000 : 30_000;
                int key = r == 0 ? 20_000 : 0;
                index.add(new JournalEntry.PartAdded(r, at, SEGMENT_TICKS, size, 60, key, 0));
                index.add(new JournalEntry.SegmentEnded(r));
            }
        }
        return index;
    }

    private static RecordedRange range(RecordingIndex index, String start, String end)
            throws Exception {
        var answer =
                RecordedRanges.of(
                        index,
                        RecordingPosition.parse(start),
                        end.isEmpty()
                                ? Optional.empty()
                                : Optional.of(RecordingPosition.parse(end)));
        assertThat(answer).isInstanceOf(RangeAnswer.Found.class);
        return ((RangeAnswer.Found<RecordedRange>) answer).value();
    }

    private static long allocated(RecordingIndex index, String start, String end) throws Exception {
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            var range = range(index, start, end);
            range.multivariant().bytes();
            range.playlist("video-1").orElseThrow().bytes();
            range.manifest().bytes();
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void aRequestTakesAsMuchMemoryWhateverTheLengthOfTheRecording() throws Exception {
        var hour = index(1800);
        var days = index(6 * SEGMENTS_A_DAY);

        long small = allocated(hour, "1000", "1120");
        long large = allocated(days, "400000", "400120");

        assertThat(large).isLessThan(small * 3 / 2);
    }

    @Test
    void aDayIsOnePlaylistOfTextAndNoObjectForEachSegment() throws Exception {
        var day = index(SEGMENTS_A_DAY);
        var text = range(day, "0", "").playlist("video-1").orElseThrow().bytes();

        assertThat(text.length).isLessThan(2_000_000);
        var playlist = PlaylistParser.parse(text, ParseOptions.STRICT).media();
        assertThat(playlist.segments()).hasSize(SEGMENTS_A_DAY);
        // The text, its array while it grows, and URIs that are garbage at once.
        assertThat(allocated(day, "0", "")).isLessThan(20_000_000);
    }

    @Test
    void moreThanTheLimitIsRefusedWithTheLimit() throws Exception {
        var index = index(RangeSearch.MAX_SEGMENTS + 10);
        var answer = RecordedRanges.of(index, RecordingPosition.parse("0"), Optional.empty());
        assertThat(answer).isInstanceOf(RangeAnswer.TooLong.class);
        assertThat(((RangeAnswer.TooLong<RecordedRange>) answer).reason())
                .contains("50010", "50000");
        assertThat(range(index, "30", "").hasEnded()).isFalse();
    }
}
