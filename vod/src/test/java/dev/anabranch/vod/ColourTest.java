package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.HdrMetadata;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoSettings.Hdr;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.probe.SourceProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Colours of every kind of source, as a decoder shows them afterwards.
class ColourTest {

    private static final String TAGS =
            "stream=pix_fmt,color_range,color_space,color_transfer,color_primaries";
    private static final int[] TEAL = {0x30, 0x90, 0xA0};

    @TempDir Path folder;

    /// A pixel format, how it is stored, and what colour to expect.
    @ParameterizedTest
    @CsvSource({
        "yuv420p,ffv1",
        "yuv422p,ffv1",
        "yuv444p,ffv1",
        "yuv420p10le,ffv1",
        "yuv422p10le,ffv1",
        "yuv444p12le,ffv1",
        "yuvj420p,mjpeg",
        "yuvj444p,mjpeg",
        "gbrp,ffv1",
        "gbrp10le,ffv1",
        "bgr0,ffv1",
        "rgb24,png",
        "rgb48be,png",
        "pal8,png"
    })
    void everyPixelFormatKeepsItsColour(String format, String codec) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "teal.mkv",
                        "color=c=0x3090A0:size=192x108:rate=25:duration=0.4,format=gbrp,"
                                + "scale=out_color_matrix=smpte170m",
                        "-c:v",
                        codec,
                        "-pix_fmt",
                        format);
        var made = lab.make(source, settings -> settings);
        var file = made.file("video-108p");

        OverlayTest.assertNear(Lab.colour(file, 2, 20, 20, 100, 60), TEAL);
        assertThat(Lab.probed(file, TAGS)).startsWith("yuv420p,tv,").doesNotContain("unknown");
    }

    @ParameterizedTest
    @CsvSource({"gray,ffv1", "gray10le,ffv1", "monow,png", "ya8,png"})
    void greyStaysGreyAndWhiteWhite(String format, String codec) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "grey.mkv",
                        "color=c=white:size=192x108:rate=25:duration=0.4,format=gray,"
                                + "drawbox=x=0:y=0:w=96:h=108:color=black:t=fill",
                        "-c:v",
                        codec,
                        "-pix_fmt",
                        format);
        var file = lab.make(source, settings -> settings).file("video-108p");

        OverlayTest.assertNear(Lab.colour(file, 2, 10, 10, 70, 80), 0, 0, 0);
        OverlayTest.assertNear(Lab.colour(file, 2, 110, 10, 70, 80), 255, 255, 255);
    }

    @ParameterizedTest
    @CsvSource({
        "yuva420p,ffv1,bundled",
        "bgra,ffv1,bundled",
        "rgba,png,bundled",
        "argb,qtrle,bundled",
        "yuva420p,ffv1,system",
        "bgra,ffv1,system"
    })
    void whatIsTransparentIsBlack(String format, String codec, String origin) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "alpha.mov",
                        "color=c=red:size=192x108:rate=25:duration=0.4,format=rgba,"
                                + "geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,96),0,255)'",
                        "-strict",
                        "-2",
                        "-c:v",
                        codec,
                        "-pix_fmt",
                        format);
        var program = origin.equals("bundled") ? Lab.bundled() : Lab.system("libx264");
        var backend = new FfmpegBackend(program);
        var file = lab.make(backend, source, settings -> settings).file("video-108p");

        OverlayTest.assertNear(Lab.colour(file, 2, 10, 10, 70, 80), 0, 0, 0);
        OverlayTest.assertNear(Lab.colour(file, 2, 110, 10, 70, 80), 255, 0, 0);
    }

    /// Players guess by size: a small rendition of a large picture must say what the large one is.
    @Test
    void allRenditionsOfALargePictureThatSaysNothingAreTheSameColour() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "hd.mkv",
                        "color=c=0x20C040:size=1280x720:rate=5:duration=0.4,format=gbrp,"
                                + "scale=out_color_matrix=bt709,format=yuv420p,"
                                + "setparams=colorspace=unknown:range=unknown",
                        "-c:v",
                        "ffv1");
        var made = lab.make(source, settings -> settings.withLadder(Ladder.parse("720p,240p")));

        for (var name : new String[] {"video-720p", "video-240p"}) {
            assertThat(Lab.probed(made.file(name), TAGS)).isEqualTo("yuv420p,tv,bt709,bt709,bt709");
            OverlayTest.assertNear(
                    Lab.colour(made.file(name), 1, 50, 50, 100, 60), 0x20, 0xC0, 0x40);
        }
    }

    @ParameterizedTest
    @CsvSource({"smpte2084", "arib-std-b67"})
    void highDynamicRangeBecomesAPictureAsBrightAsItWasMeant(String transfer) throws Exception {
        var lab = new Lab(folder);
        var source = hdr(lab, transfer);
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withExtras(extras -> extras.withPoster(Duration.ZERO)));
        var file = made.files("h264").getFirst();

        assertThat(Lab.probed(file, TAGS)).isEqualTo("yuv420p,tv,bt709,bt709,bt709");
        assertThat(made.text("index.m3u8")).doesNotContain("VIDEO-RANGE=PQ", "VIDEO-RANGE=HLG");
        var black = Lab.colour(file, 2, 4, 10, 40, 80);
        var grey = Lab.colour(file, 2, 52, 10, 40, 80);
        var white = Lab.colour(file, 2, 100, 10, 40, 80);
        var red = Lab.colour(file, 2, 148, 10, 40, 80);
        OverlayTest.assertNear(black, 0, 0, 0);
        assertThat(grey[1]).isBetween(80, 140);
        assertThat(white[1]).isBetween(165, 240);
        var reference =
                ("zscale=tin=%s:min=2020_ncl:pin=2020:t=linear:npl=100,format=gbrpf32le,zscale=p=709,"
                                + "tonemap=hable:desat=0,zscale=t=709:m=709:r=full,format=gbrp,"
                                + "select=eq(n\\,2),crop=40:80:%d:10,scale=1:1:flags=area")
                        .formatted(transfer, 52);
        var wanted = Lab.pixels(source, reference, "rgb24");
        OverlayTest.assertNear(grey, wanted[0] & 0xFF, wanted[1] & 0xFF, wanted[2] & 0xFF);
        var poster = made.folder().resolve("poster.jpg");
        OverlayTest.assertNear(Lab.colour(poster, 0, 52, 10, 40, 80), grey);
        OverlayTest.assertNear(Lab.colour(poster, 0, 148, 10, 40, 80), red);
        // Not washed out: red has next to no green and blue in it.
        assertThat(red[0]).isGreaterThan(110);
        assertThat(red[1]).isLessThan(red[0] / 3);
        assertThat(red[2]).isLessThan(red[0] / 3);
    }

    @ParameterizedTest
    @CsvSource({
        "smpte2084,HEVC,libx265,PQ",
        "arib-std-b67,HEVC,libx265,HLG",
        "smpte2084,AV1,libsvtav1,PQ",
        "arib-std-b67,AV1,libsvtav1,HLG"
    })
    void highDynamicRangeIsKeptWhereTheCodecHasIt(
            String transfer, VideoCodec codec, String encoder, String range) throws Exception {
        var lab = new Lab(folder);
        var program = codec == VideoCodec.HEVC ? Lab.system(encoder) : Lab.bundled();
        var source = hdr(lab, transfer);
        var made =
                lab.make(
                        new FfmpegBackend(program),
                        source,
                        settings -> settings.withVideo(video -> video.withCodecs(Set.of(codec))));
        var file = made.files(codec.name()).getFirst();

        assertThat(Lab.probed(file, TAGS))
                .isEqualTo("yuv420p10le,tv,bt2020nc," + transfer + ",bt2020");
        assertThat(made.text("index.m3u8")).contains("VIDEO-RANGE=" + range, "VIDEO-RANGE=SDR");
        assertThat(
                        new String(
                                Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("colrnclx");
        // 203 candela per square metre are 58 % of PQ and 75 % of HLG (ITU-R BT.2408, table 1).
        var luma = Lab.pixels(file, "select=eq(n\\,2),crop=16:16:112:40", "yuv420p10le");
        int code = luma[0] & 0xFF | (luma[1] & 0xFF) << 8;
        int wanted = (int) Math.round(64 + 876 * (range.equals("PQ") ? 0.58 : 0.75));
        assertThat(code).isBetween(wanted - 16, wanted + 16);

        var mapped =
                lab.make(
                        new FfmpegBackend(program),
                        source,
                        settings ->
                                settings.withVideo(video ->
                                        video.withCodecs(Set.of(codec)).withHdr(Hdr.TONE_MAP)));
        assertThat(Lab.probed(mapped.files(codec.name()).getFirst(), TAGS))
                .isEqualTo("yuv420p,tv,bt709,bt709,bt709");
    }

    /// As ffprobe prints it of the container, and of a picture that it decodes.
    @ParameterizedTest
    @CsvSource({"HEVC,libx265", "AV1,libsvtav1"})
    void masteringDisplayAndLightLevelGoAlong(VideoCodec codec, String encoder) throws Exception {
        var lab = new Lab(folder);
        var source = mastered(hdr(lab, "smpte2084"));
        assertThat(sideData(source, "frame")).as("of the source").hasSize(12);
        var program = codec == VideoCodec.HEVC ? Lab.system(encoder) : Lab.bundled();

        var made =
                lab.make(
                        new FfmpegBackend(program),
                        source,
                        settings -> settings.withVideo(video -> video.withCodecs(Set.of(codec))));

        var kept = made.files(codec.name()).getFirst();
        assertThat(sideData(kept, "stream")).hasSize(12).contains("max_content=1000");
        if (codec == VideoCodec.HEVC) {
            // The bundled program does not show what it decodes of AV1.
            assertThat(sideData(kept, "frame")).isEqualTo(sideData(kept, "stream"));
        }
        assertThat(sideData(kept, "stream"))
                .contains(
                        "red_x=35400/50000",
                        "white_point_y=16450/50000",
                        "min_luminance=50/10000",
                        "max_luminance=10000000/10000",
                        "max_average=400");
        // A film that is made of this one has it from the boxes.
        assertThat(SourceProbe.probe(Lab.bundled(), SourceInput.of(kept)).video().orElseThrow())
                .extracting(video -> video.colour().mastering().light())
                .isEqualTo(Optional.of(new HdrMetadata.Light(1000, 400)));
        assertThat(sideData(made.files("h264").getFirst(), "stream")).isEmpty();
    }

    /// A film that says it in its pictures alone.
    private Path mastered(Path film) throws Exception {
        var file = folder.resolve("mastered.mkv");
        var words =
                List.of(
                        "-i",
                        film.toString(),
                        "-c:v",
                        "libx265",
                        "-x265-params",
                        "log-level=error:max-cll=1000,400:master-display=G(8500,39850)B(6550,2300)"
                                + "R(35400,14600)WP(15635,16450)L(10000000,50)",
                        file.toString());
        try (var made = Lab.system("libx265").start(Protocols.FILE, words, Duration.ofMinutes(1))) {
            made.input().close();
            made.await();
        }
        return file;
    }

    private static List<String> sideData(Path file, String of) throws Exception {
        var lines =
                Lab.probe(
                        file,
                        of + "_side_data",
                        "-select_streams",
                        "v",
                        "-of",
                        "default=nw=1",
                        "-read_intervals",
                        "%+#1",
                        of.equals("frame") ? "-show_frames" : "-show_streams");
        return lines.stream()
                .filter(line -> line.matches("(?:red|green|blue|white|max|min)_[a-z_]+=[0-9/]+"))
                .distinct()
                .toList();
    }

    /// Black, 18 % grey, white of 203 candela per square metre, and a red of BT.709 half as bright.
    private static Path hdr(Lab lab, String transfer) throws Exception {
        boolean isPq = transfer.equals("smpte2084");
        var patches =
                "color=c=black:size=192x108:rate=25:duration=0.4,format=yuv420p10le,"
                        + "geq=lum='if(lt(X,48),64,if(lt(X,96),%d,if(lt(X,144),%d,%d)))'"
                        + ":cb='if(lt(X,72),512,%d)':cr='if(lt(X,72),512,%d)'";
        var text =
                isPq
                        ? patches.formatted(397, 572, 351, 468, 605)
                        : patches.formatted(397, 721, 322, 450, 640);
        var tags =
                ",setparams=range=tv:colorspace=bt2020nc:color_primaries=bt2020:color_trc="
                        + transfer;
        return lab.picture("hdr.mkv", text + tags, "-c:v", "ffv1");
    }
}
