package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.PlaylistType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRangeTest {

    private @TempDir Path folder;

    private RecordingIndex grow(List<RecordedPart> parts) throws Exception {
        var index = new RecordingIndex();
        try (var out = new RecordingFolder(folder.resolve("r"), RecordingFiles.OF_SYSTEM, index)) {
            out.open();
            for (var part : parts) {
                out.add(part);
                out.complete("none", 3);
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

    private static MediaPlaylist media(RecordedRange range, String rendition) throws Exception {
        return PlaylistParser.parse(
                        range.playlist(rendition).orElseThrow().bytes(), ParseOptions.STRICT)
                .media();
    }

    private static List<String> uris(RecordedRange range) throws Exception {
        return media(range, "video-1").segments().stream().map(MediaSegment::uri).toList();
    }

    @Test
    void anOpenRangeGrowsAndKeepsItsNumbers() throws Exception {
        var index = grow(FedMedia.bunny().parts());
        var range = range(index, "3", "");

        assertThat(range.hasEnded()).isFalse();
        var playlist = media(range, "video-1");
        assertThat(playlist.type()).isEqualTo(PlaylistType.EVENT);
        assertThat(playlist.hasEnded()).isFalse();
        assertThat(playlist.targetDuration()).isEqualTo(3);
        assertThat(playlist.start()).isNotNull();
        assertThat(uris(range).getFirst()).isEqualTo(playlist.mediaSequence() + ".m4s");
        assertThat(playlist.segments().getFirst().map().uri()).isEqualTo("init-1.mp4");
        assertThat(playlist.segments().getFirst().programDateTime()).isNotNull();
    }

    @Test
    void aClosedRangeIsAVodOfTheSegmentsThatOverlapIt() throws Exception {
        var index = grow(FedMedia.bunny().parts());
        var range = range(index, "2.7", "4.5");

        assertThat(range.hasEnded()).isTrue();
        assertThat(media(range, "video-1").type()).isEqualTo(PlaylistType.VOD);
        // Keyframes at 0.625, 2.625, 4.625 ...: segments begin there.
        assertThat(uris(range)).hasSize(1);
        assertThat(media(range, "audio-1").segments()).hasSize(1);
    }

    @Test
    void wallClockSecondsAndBeforeNowMeanTheSameMoment() throws Exception {
        var index = grow(FedMedia.bunny().parts());
        var byWall = uris(range(index, "2026-11-26T10:00:08Z", ""));
        var bySeconds = uris(range(index, "3", ""));
        var table = index.reference().orElseThrow().table();
        double all = (table.endTicks(table.count() - 1) - table.presentedTicks(0)) / 12_288.0;
        var beforeNow = uris(range(index, String.format("-%.3f", all - 3), ""));

        assertThat(byWall).isEqualTo(bySeconds);
        assertThat(beforeNow).isEqualTo(bySeconds);
        assertThat(uris(range(index, "2026-11-26T11:00:08+01:00", ""))).isEqualTo(bySeconds);
        assertThat(uris(range(index, "2026-11-26T11:00:08 01:00", ""))).isEqualTo(bySeconds);
    }

    @Test
    void addressesOfARelativeRangeStayWhenTheRecordingGrows() throws Exception {
        var parts = FedMedia.bunny().parts();
        var index = grow(parts);
        var multivariant =
                PlaylistParser.parse(
                                range(index, "-3", "").multivariant().bytes(), ParseOptions.STRICT)
                        .multivariant();
        var uri = multivariant.variants().getFirst().uri();
        assertThat(uri).matches("video-1/index\\.m3u8\\?start=\\d+\\.\\d{3}");
        var lasting = uri.substring(uri.indexOf('=') + 1);
        assertThat(uris(range(index, lasting, ""))).isEqualTo(uris(range(index, "-3", "")));
    }

    @Test
    void theManifestOfAGrowingRangeIsDynamicAndThatOfAClosedOneStatic() throws Exception {
        var index = grow(FedMedia.bunny().parts());
        var open = Mpd.parse(range(index, "3", "").manifest().bytes(), Strictness.STRICT);
        assertThat(open.type()).isEqualTo(PresentationType.DYNAMIC);
        assertThat(open.minimumUpdatePeriod()).isPresent();
        assertThat(open.locations().getFirst().url()).isEqualTo("manifest.mpd?start=3.000");
        var closed = Mpd.parse(range(index, "3", "5").manifest().bytes(), Strictness.STRICT);
        assertThat(closed.type()).isEqualTo(PresentationType.STATIC);
        assertThat(closed.mediaPresentationDuration()).isPresent();
    }

    @Test
    void whereNothingIsTheAnswerSaysWhy() throws Exception {
        var index = grow(FedMedia.bunny().parts());
        assertThat(reason(index, "60", "")).contains("nothing is recorded yet");
        assertThat(reason(index, "5", "4")).contains("does not come after");
        assertThat(reason(index, "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"))
                .contains("begins after");
        assertThat(
                        RecordedRanges.of(
                                new RecordingIndex(),
                                RecordingPosition.parse("0"),
                                Optional.empty()))
                .isInstanceOf(RangeAnswer.Nothing.class);
    }

    private static String reason(RecordingIndex index, String start, String end) throws Exception {
        var answer =
                RecordedRanges.of(
                        index,
                        RecordingPosition.parse(start),
                        end.isEmpty()
                                ? Optional.empty()
                                : Optional.of(RecordingPosition.parse(end)));
        assertThat(answer).isInstanceOf(RangeAnswer.Nothing.class);
        return ((RangeAnswer.Nothing<RecordedRange>) answer).reason();
    }
}
