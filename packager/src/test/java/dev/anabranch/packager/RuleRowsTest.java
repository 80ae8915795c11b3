package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.Playlist;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.PlaylistRules;
import dev.anabranch.media.hls.PlaylistType;
import dev.anabranch.media.hls.Rendition.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rows of the HLS and DASH rule list that concern clear VOD, on the packager's own output.
class RuleRowsTest {

    private static VodPresentation cmaf;
    private static VodPresentation transport;
    private static VodPresentation single;

    @BeforeAll
    static void open() throws Exception {
        cmaf = Samples.packager(Samples.NASA).subtitles(Samples.path("captions.srt"), "en").open();
        transport =
                Samples.packager(Samples.BUNNY)
                        .transportStream()
                        .subtitles(Samples.path("captions.srt"), "en")
                        .open();
        single = Samples.packager(Samples.LONG).singleFile().open();
    }

    @AfterAll
    static void close() throws Exception {
        cmaf.close();
        transport.close();
        single.close();
    }

    @Test
    void rowO1VersionCoversWhatThePlaylistUses() throws Exception {
        assertThat(media(cmaf, "video-270p/index.m3u8").version()).isGreaterThanOrEqualTo(6);
        assertThat(media(transport, "video-240p/index.m3u8").version()).isGreaterThanOrEqualTo(3);
        assertThat(media(transport, "video-240p/iframes.m3u8").version()).isGreaterThanOrEqualTo(4);
        assertThat(media(single, "video-1080p/index.m3u8").version()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void rowO2NoSegmentRoundsAboveTheTargetDuration() throws Exception {
        for (var presentation : all()) {
            for (var playlist : mediaPlaylists(presentation)) {
                assertThat(playlist.segments())
                        .allMatch(segment ->
                                segment.duration().rounded() <= playlist.targetDuration());
            }
        }
    }

    @Test
    void rowO3TheSameRequestGivesTheSameBytes() throws Exception {
        for (var presentation : all()) {
            for (var path : presentation.paths()) {
                assertThat(bytes(presentation, path)).as(path).isEqualTo(bytes(presentation, path));
            }
        }
    }

    @Test
    void rowsO5AndO9VodStartsAtZeroAndEnds() throws Exception {
        for (var playlist : mediaPlaylists(cmaf)) {
            assertThat(playlist.type()).isEqualTo(PlaylistType.VOD);
            assertThat(playlist.hasEnded()).isTrue();
            assertThat(playlist.mediaSequence()).isZero();
            assertThat(playlist.discontinuitySequence()).isZero();
        }
    }

    @Test
    void rowO10OneFormatThroughoutNeedsNoDiscontinuity() throws Exception {
        for (var playlist : mediaPlaylists(cmaf)) {
            assertThat(playlist.segments()).noneMatch(segment -> segment.hasDiscontinuity());
        }
    }

    @Test
    void rowO21IFrameRangesHoldTheFragmentHeaderAndNotTheInitSegment() throws Exception {
        var playlist = media(single, "video-1080p/iframes.m3u8");
        assertThat(playlist.isIFramesOnly()).isTrue();
        var file = bytes(single, "video-1080p/media.mp4");
        for (var segment : playlist.segments()) {
            var range = segment.byteRange();
            var start = new String(file, (int) range.offset() + 4, 4, StandardCharsets.ISO_8859_1);
            assertThat(start).isIn("styp", "moof");
        }
        assertThat(playlist.segments().getFirst().map().byteRange().end())
                .isLessThanOrEqualTo(playlist.segments().getFirst().byteRange().offset());
    }

    @Test
    void rowO23BandwidthIsThePeakOfTheBytesThatAreThere() throws Exception {
        var variant = master(transport).variants().getFirst();
        var playlist = media(transport, "video-240p/index.m3u8");
        double peak = 0;
        double bits = 0;
        for (int n = 0; n < playlist.segments().size(); n++) {
            double size =
                    bytes(transport, "video-240p/" + playlist.segments().get(n).uri()).length * 8.0;
            bits += size;
            double seconds = playlist.segments().get(n).duration().toDouble();
            peak =
                    seconds >= playlist.targetDuration() / 2.0
                            ? Math.max(peak, size / seconds)
                            : peak;
        }
        double average = bits / playlist.duration().toDouble();
        assertThat((double) variant.stream().bandwidth()).isBetween(peak * 0.999, peak * 1.02);
        assertThat((double) variant.stream().averageBandwidth())
                .isBetween(average * 0.999, average * 1.02);
        assertThat(variant.stream().codecs())
                .hasSize(2)
                .anyMatch(c -> c.startsWith("avc1."))
                .contains("mp4a.40.2");
        assertThat(variant.stream().resolution())
                .hasToString("427x240"); // 320x240 with pixels of 4:3
        assertThat(variant.frameRate()).hasToString("24.000");
    }

    @Test
    void rowO24GroupsHaveUniqueNamesAndOneDefault() throws Exception {
        var master = master(cmaf);
        var audio = master.group(Type.AUDIO, "audio");
        assertThat(audio).hasSize(2);
        assertThat(audio).extracting(member -> member.name()).doesNotHaveDuplicates();
        assertThat(audio.stream().filter(member -> member.isDefault()))
                .hasSize(1)
                .allMatch(m -> m.isAutoselect());
        assertThat(master.variants()).allMatch(variant -> "audio".equals(variant.audio()));
    }

    @Test
    void rowO25AllRenditionsShareTargetDurationAndEndTogether() throws Exception {
        var playlists = mediaPlaylists(cmaf).stream().filter(p -> !p.isIFramesOnly()).toList();
        assertThat(playlists)
                .extracting(p -> p.targetDuration())
                .containsOnly(cmaf.targetSeconds());
    }

    @Test
    void rowO26VideoRangeIsSaid() throws Exception {
        assertThat(master(cmaf).variants())
                .allMatch(v -> v.stream().videoRange().name().equals("SDR"));
    }

    @Test
    void rowO27NoSupplementalCodecsWithoutABase() throws Exception {
        assertThat(master(cmaf).variants())
                .allMatch(v -> v.stream().supplementalCodecs().isEmpty());
    }

    @Test
    void rowO31DurationsAddUpAndDecodeTimesRunOn() throws Exception {
        for (var rendition : cmaf.renditions()) {
            var times = rendition.times();
            var sum = media(cmaf, rendition.name() + "/index.m3u8").duration();
            assertThat(sum.ticks(times.clock()))
                    .isCloseTo(times.totalTicks(), org.assertj.core.data.Offset.offset(1L));
        }
    }

    @Test
    void rowO32EveryResourceHasItsRegisteredType() throws Exception {
        assertThat(cmaf.resource("index.m3u8").orElseThrow().type().mimeType())
                .isEqualTo("application/vnd.apple.mpegurl");
        assertThat(cmaf.resource("manifest.mpd").orElseThrow().type().mimeType())
                .isEqualTo("application/dash+xml");
        assertThat(cmaf.resource("video-270p/1.m4s").orElseThrow().type().mimeType())
                .isEqualTo("video/iso.segment");
        assertThat(cmaf.resource("video-270p/init.mp4").orElseThrow().type().mimeType())
                .isEqualTo("video/mp4");
        assertThat(transport.resource("video-240p/1.ts").orElseThrow().type().mimeType())
                .isEqualTo("video/mp2t");
        assertThat(cmaf.resource("text-en/1.vtt").orElseThrow().type().mimeType())
                .isEqualTo("text/vtt");
    }

    @Test
    void rowO33SubtitlesSpanTheProgrammeOnTheMediaClock() throws Exception {
        assertThat(text(cmaf, "text-en/1.vtt"))
                .contains("X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000");
        assertThat(text(transport, "text-en/1.vtt"))
                .contains("X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000");
        assertThat(text(cmaf, "text-en/all.vtt")).contains("The whole programme");
        var subtitles = media(cmaf, "text-en/index.m3u8");
        assertThat(subtitles.segments()).hasSize(cmaf.plan().segmentCount());
    }

    @Test
    void rowO36SegmentsAreCmafWithOneTrackAndTheLastIsMarked() throws Exception {
        var first = new String(bytes(cmaf, "video-270p/1.m4s"), StandardCharsets.ISO_8859_1);
        assertThat(first.substring(4, 8)).isEqualTo("styp");
        assertThat(first.indexOf("traf")).isEqualTo(first.lastIndexOf("traf"));
        var last = media(cmaf, "video-270p/index.m3u8").segments().getLast().uri();
        assertThat(text(cmaf, "video-270p/" + last).substring(0, 64)).contains("lmsg");
        assertThat(text(cmaf, "video-270p/init.mp4").substring(0, 64)).contains("cmfc");
    }

    private static List<VodPresentation> all() {
        return List.of(cmaf, transport, single);
    }

    private static List<MediaPlaylist> mediaPlaylists(VodPresentation presentation)
            throws Exception {
        var playlists = new ArrayList<MediaPlaylist>();
        for (var path : presentation.paths()) {
            if (path.endsWith(".m3u8") && path.contains("/")) {
                playlists.add(media(presentation, path));
            }
        }
        return playlists;
    }

    static MediaPlaylist media(VodPresentation presentation, String path) throws Exception {
        return (MediaPlaylist) strict(bytes(presentation, path));
    }

    static MultivariantPlaylist master(VodPresentation presentation) throws Exception {
        return (MultivariantPlaylist) strict(bytes(presentation, "index.m3u8"));
    }

    /// Read by the strict parser, which refuses what the rules of the text forbid.
    private static Playlist strict(byte[] bytes) throws Exception {
        var parsed = PlaylistParser.parse(bytes, ParseOptions.STRICT);
        assertThat(PlaylistRules.check(parsed)).isEmpty();
        return parsed.playlist();
    }

    static String text(VodPresentation presentation, String path) throws Exception {
        return new String(bytes(presentation, path), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(VodPresentation presentation, String path) throws Exception {
        var store = new MemoryStore();
        store.put(path, presentation.resource(path).orElseThrow());
        var memory = (Slice.Memory) store.open(path).orElseThrow().slices().getFirst();
        var bytes = new byte[memory.bytes().remaining()];
        memory.bytes().duplicate().get(bytes);
        return bytes;
    }
}
