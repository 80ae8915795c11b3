package dev.anabranch.transcode.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ffprobe may say, in its own words.
class ProbeReportTest {

    private static final String VIDEO =
            """
            {"index": 0, "codec_type": "video", "codec_name": "h264", "profile": "High",
             "width": 1280, "height": 720, "pix_fmt": "yuv420p", "sample_aspect_ratio": "1:1",
             "r_frame_rate": "25/1", "avg_frame_rate": "25/1", "time_base": "1/12800",
             "bit_rate": "900000", "nb_frames": "250", "duration": "10.0"%s}
            """;

    private static final String AUDIO =
            """
            {"index": %d, "codec_type": "audio", "codec_name": "aac", "profile": "LC",
             "sample_rate": "48000", "channels": 2, "channel_layout": "stereo",
             "time_base": "1/48000", "tags": {"%s": "%s"}}
            """;

    private static final String FORMAT =
            """
            {"format_name": "mov,mp4,m4a,3gp,3g2,mj2", "duration": "10.000000"}
            """;

    private static String video(String more) {
        return VIDEO.formatted(more.isEmpty() ? "" : ", " + more);
    }

    private static Source source(String... streams) throws MediaFormatException {
        return report(FORMAT, "", "[{\"stream_index\": 0, \"pts\": 0}]", streams);
    }

    private static Source report(String format, String said, String packets, String... streams)
            throws MediaFormatException {
        var json =
                """
                {"packets": %s, "streams": [%s], "format": %s, "chapters": [
                  {"start_time": "0.000000", "end_time": "4.5", "tags": {"title": "One"}},
                  {"start_time": "4.5", "end_time": "10.0"}]}
                """
                        .formatted(packets, String.join(",", streams), format);
        return new ProbeReport(
                        SourceInput.of(Path.of("film.mp4")),
                        json.getBytes(StandardCharsets.UTF_8),
                        said)
                .source();
    }

    private static SourceVideo picture(String more) throws MediaFormatException {
        return source(video(more)).video().orElseThrow();
    }

    /// Frames of stream 0 at `step(i)` ticks, more than a sample of them.
    private static String packets(java.util.function.IntToLongFunction pts) {
        return IntStream.range(0, ProbeReport.SAMPLE_PACKETS)
                .mapToObj(i -> "{\"stream_index\": 0, \"pts\": %d}".formatted(pts.applyAsLong(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static FrameTiming timing(
            String lowest, String mean, String timeBase, java.util.function.IntToLongFunction pts)
            throws MediaFormatException {
        var rates =
                "\"r_frame_rate\": \"%s\", \"avg_frame_rate\": \"%s\", \"time_base\": \"%s\""
                        .formatted(lowest, mean, timeBase);
        var stream = VIDEO.replaceAll("\"r_frame_rate.*\\R", rates + ",\n").replace("%s", "");
        var source = report(FORMAT, "", packets(pts), stream);
        var video = source.video().orElseThrow();
        return new FrameTiming(
                video.frameRate(), video.isVariableRate(), source.warnings().stream().findFirst());
    }

    @Test
    void aPlainFilmIsDescribed() throws Exception {
        var source = source(video(""), AUDIO.formatted(1, "language", "ger"));

        assertThat(source.duration()).contains(Duration.ofSeconds(10));
        assertThat(source.video().orElseThrow().frameRate()).isEqualTo(new Rational(25, 1));
        assertThat(source.video().orElseThrow().isVariableRate()).isFalse();
        assertThat(source.video().orElseThrow().frames()).isEqualTo(250);
        assertThat(source.audio().getFirst().language()).isEqualTo("de");
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void chaptersAreKeptWithAndWithoutTitles() throws Exception {
        assertThat(source(video("")).chapters())
                .containsExactly(
                        new Source.Chapter(Duration.ZERO, Duration.ofMillis(4_500), "One"),
                        new Source.Chapter(Duration.ofMillis(4_500), Duration.ofSeconds(10), ""));
    }

    @Test
    void wordsHaveNothingInThemThatCannotBeShown() throws Exception {
        var title = "a\\u001b[31mb\\u0085c\\ud800d\\ufffee";
        var format =
                """
                {"format_name": "mov", "duration": "10.0", "tags": {"title": "%s", "artist": "%s"}}
                """
                        .formatted(title, "\uD83C\uDFAC".repeat(1001));
        var packets = "[{\"stream_index\": 0, \"pts\": 0}]";
        var source = report(format, "", packets, video(""), AUDIO.formatted(1, "title", title));

        assertThat(source.tags().get("title")).isEqualTo("a [31mb c d e");
        assertThat(source.audio().getFirst().title()).isEqualTo("a [31mb c d e");
        assertThat(source.tags().get("artist")).isEqualTo("\uD83C\uDFAC".repeat(1000));
    }

    @Test
    void matroskaThatBeginsLateIsAsLongAsWhatIsInIt() throws Exception {
        var format =
                """
                {"format_name": "%s", "duration": "3602.0", "start_time": "3600.0"}
                """;
        var packets = "[{\"stream_index\": 0, \"pts\": 0}]";

        assertThat(report(format.formatted("matroska,webm"), "", packets, video("")).duration())
                .contains(Duration.ofSeconds(2));
        assertThat(report(format.formatted("mpegts"), "", packets, video("")).duration())
                .contains(Duration.ofSeconds(3602));
    }

    /// ffprobe 5.1 counts an empty edit in front of everything into the length, ffprobe 8 does not.
    @ParameterizedTest
    @CsvSource({"20.0,10.0,10", "10.0,10.0,10", "10.0,0.08,10", "10.1,0.08,10.02"})
    void anMp4ThatBeginsLateIsAsLongAsWhatIsInIt(String length, String start, double seconds)
            throws Exception {
        var format =
                "{\"format_name\": \"mov,mp4,m4a\", \"duration\": \"%s\", \"start_time\": \"%s\"}"
                        .formatted(length, start);
        var picture = video("\"start_time\": \"%s\"".formatted(start));
        var packets = "[{\"stream_index\": 0, \"pts\": 0}]";

        var source = report(format, "", packets, picture);
        assertThat(source.duration()).contains(Duration.ofMillis(Math.round(seconds * 1000)));
        assertThat(source.video().orElseThrow().end()).contains(Duration.ofSeconds(10));
    }

    @Test
    void aPictureThatBeginsAfterTheSoundEndsThatMuchLater() throws Exception {
        var packets = "[{\"stream_index\": 0, \"pts\": 0}]";
        var format = "{\"format_name\": \"mov,mp4,m4a\", \"duration\": \"13.0\"}";
        var source = report(format, "", packets, video("\"start_time\": \"3.0\""));
        assertThat(source.duration()).contains(Duration.ofSeconds(13));
        assertThat(source.video().orElseThrow().end()).contains(Duration.ofSeconds(13));
    }

    @Test
    void coverArtIsNotThePicture() throws Exception {
        var cover =
                """
                {"index": 1, "codec_type": "video", "codec_name": "png", "width": 4000,
                 "height": 4000, "disposition": {"attached_pic": 1, "default": 1}}
                """;
        assertThat(source(video(""), cover).video().orElseThrow().index()).isZero();
        assertThat(source(cover, AUDIO.formatted(2, "language", "eng")).video()).isEmpty();
    }

    @Test
    void ofSeveralPicturesTheDefaultIsTakenElseTheLargest() throws Exception {
        var small = video("").replace("1280", "640").replace("720", "360");
        var other = video("").replace("\"index\": 0", "\"index\": 1");

        assertThat(source(small, other).video().orElseThrow().index()).isEqualTo(1);
        var marked =
                small.replace("\"index\": 0", "\"index\": 0, \"disposition\": {\"default\": 1}");
        assertThat(source(other, marked).video().orElseThrow().index()).isZero();
        assertThat(source(other, marked).warnings())
                .containsExactly("of 2 videos stream 0 is taken, the default");
    }

    @ParameterizedTest
    @CsvSource({"-90,90", "90,270", "180,180", "-180,180", "0,0", "270,90", "-89.7,90"})
    void theAngleOfTheDisplayMatrixIsCounterClockwise(String said, int clockwise) throws Exception {
        var side = "\"side_data_list\": [{\"rotation\": %s}]".formatted(said);

        assertThat(picture(side).rotationDegrees()).isEqualTo(clockwise);
    }

    @Test
    void aTurnThatIsNoQuarterIsRoundedAndSaid() throws Exception {
        var source = source(video("\"side_data_list\": [{\"rotation\": -30}]"));

        assertThat(source.video().orElseThrow().rotationDegrees()).isZero();
        assertThat(source.warnings()).containsExactly("a turn by 30 degrees is made one by 0");
    }

    @ParameterizedTest
    @CsvSource({"0:1,1/1", "N/A,1/1", "16:11,16/11", "1:0,1/1", "99:1,1/1"})
    void aShapeOfPixelsThatMakesNoSenseIsASquare(String said, String taken) throws Exception {
        var odd = video("").replace("\"1:1\"", "\"" + said + "\"");

        assertThat(source(odd).video().orElseThrow().sampleAspectRatio()).hasToString(taken);
    }

    @Test
    void fieldsAreSeen() throws Exception {
        assertThat(picture("\"field_order\": \"tt\"").isInterlaced()).isTrue();
        assertThat(picture("\"field_order\": \"bt\"").isInterlaced()).isTrue();
        assertThat(picture("\"field_order\": \"progressive\"").isInterlaced()).isFalse();
        assertThat(picture("").isInterlaced()).isFalse();
        var dv = video("").replace("h264", "dvvideo");
        assertThat(source(dv).video().orElseThrow().isInterlaced()).isTrue();
    }

    @Test
    void highDynamicRangeIsSeenEvenWhereHalfOfItIsUnsaid() throws Exception {
        assertThat(picture("\"color_transfer\": \"smpte2084\"").range()).isEqualTo(Range.PQ);
        assertThat(picture("\"color_transfer\": \"arib-std-b67\"").range()).isEqualTo(Range.HLG);
        assertThat(
                        picture(
                                        "\"color_transfer\": \"bt2020-10\", \"color_primaries\": \"bt2020\"")
                                .range())
                .isEqualTo(Range.SDR);
        assertThat(picture("\"color_primaries\": \"bt2020\"").range()).isEqualTo(Range.SDR);
        var unsaid = video("\"color_primaries\": \"bt2020\"").replace("yuv420p", "yuv420p10le");
        assertThat(source(unsaid).video().orElseThrow().range()).isEqualTo(Range.PQ);
        assertThat(source(unsaid).warnings()).singleElement().asString().contains("HDR10");
    }

    @ParameterizedTest
    @CsvSource({
        "yuv420p,8",
        "yuv420p10le,10",
        "yuv422p12be,12",
        "p010le,10",
        "p016le,16",
        "gray10le,10",
        "gbrp16le,16",
        "nv12,8",
        "yuyv422,8",
        "rgb24,8",
        "rgb48be,16",
        "rgba64le,16",
        "y210le,10",
        "x2rgb10le,10",
        "yuv411p,8",
        "yuv410p,8",
        "gray16be,16",
        "pal8,8",
        "'',8",
        "ya16le,16"
    })
    void theDepthFollowsFromThePixelFormat(String pixelFormat, int bits) {
        assertThat(ProbedPicture.bitDepth(pixelFormat, 0)).isEqualTo(bits);
    }

    @Test
    void evenFramesAreAConstantRate() throws Exception {
        assertThat(timing("30000/1001", "30000/1001", "1/30000", i -> i * 1001L))
                .isEqualTo(
                        new FrameTiming(
                                new Rational(30_000, 1001), false, java.util.Optional.empty()));
    }

    @Test
    void timesInMillisecondsAreStillEven() throws Exception {
        var timing = timing("24000/1001", "24000/1001", "1/1000", i -> Math.round(i * 1001 / 24.0));

        assertThat(timing.isVariable()).isFalse();
    }

    @Test
    void theClockOfAContainerIsNoFrameRate() throws Exception {
        var even = timing("1000/1", "2997/100", "1/1000", i -> Math.round(i * 1001 / 30.0));

        assertThat(even.rate()).isEqualTo(new Rational(30_000, 1001));
        assertThat(even.isVariable()).isFalse();
        var uneven = timing("1000/1", "24/1", "1/1000", i -> i * 40L + i % 7 * 5);
        assertThat(uneven.isVariable()).isTrue();
        assertThat(uneven.rate()).isEqualTo(new Rational(24, 1));
        assertThat(timing("90000/1", "0/0", "1/90000", i -> i * 3600L).rate())
                .isEqualTo(new Rational(25, 1));
    }

    @Test
    void fieldsAreNotCountedAsFrames() throws Exception {
        var timing = timing("50/1", "25/1", "1/90000", i -> i * 3600L);

        assertThat(timing.rate()).isEqualTo(new Rational(25, 1));
        assertThat(timing.isVariable()).isFalse();
    }

    @Test
    void unevenFramesAreAVariableRateWhateverIsSaid() throws Exception {
        assertThat(timing("30/1", "30/1", "1/1000", i -> i * 33L + (i % 3) * 9).isVariable())
                .isTrue();
        assertThat(timing("60/1", "27/1", "1/60", i -> i).isVariable()).isTrue();
    }

    @Test
    void framesWithoutTimesSayNothingAboutTheRate() throws Exception {
        var packets = packets(i -> i * 3600L).replace("\"pts\": 7200}", "\"x\": 1}");

        var video = report(FORMAT, "", packets, video("")).video().orElseThrow();

        assertThat(video.isVariableRate()).isFalse();
    }

    @Test
    void picturesThatAreNotShownAreNoFrames() throws Exception {
        var timing =
                timing(
                        "25/1",
                        "25/1",
                        "1/1000",
                        i -> (i / 11 * 10 + Math.min(i % 11, 9)) * 40L + i % 11 / 10);

        assertThat(timing.isVariable()).isFalse();
    }

    @Test
    void slowAndFastSourcesKeepTheirRate() throws Exception {
        assertThat(timing("1/1", "1/1", "1/16384", i -> i * 16_384L).rate())
                .isEqualTo(new Rational(1, 1));
        assertThat(timing("240/1", "240/1", "1/15360", i -> i * 64L).rate())
                .isEqualTo(new Rational(240, 1));
    }

    @Test
    void aRateThatNobodyKnowsIsGuessedAndSaid() throws Exception {
        var timing = timing("0/0", "0/0", "1/90000", _ -> 0);

        assertThat(timing.rate()).isEqualTo(new Rational(25, 1));
        assertThat(timing.isVariable()).isTrue();
        assertThat(timing.warning())
                .hasValueSatisfying(w -> assertThat(w).contains("25 is assumed"));
    }

    @Test
    void aDurationIsTakenFromTagsAndNeverFromAGuess() throws Exception {
        var packets = "[{\"stream_index\": 0, \"pts\": 0}]";
        var tagged =
                video("\"tags\": {\"DURATION\": \"00:01:02.500000000\"}")
                        .replace("\"duration\": \"10.0\"", "\"x\": 1");
        var format = "{\"format_name\": \"matroska,webm\", \"duration\": \"N/A\"}";

        assertThat(report(format, "", packets, tagged).duration())
                .contains(Duration.ofMillis(62_500));
        var guess = "[mpegts] Estimating duration from bitrate, this may be inaccurate";
        assertThat(report(FORMAT, guess, packets, video("")).duration()).isEmpty();
        var none = video("").replace("\"duration\": \"10.0\"", "\"x\": 1");
        assertThat(report("{\"duration\": \"-1\"}", "", packets, none).duration()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "language,eng,en", "LANGUAGE,fre,fr", "language,und,und", "language,pt-BR,pt-BR",
        "language,zh_hans,zh-Hans", "language,'',und", "language,???,und", "language,gsw,gsw",
        "other,eng,und"
    })
    void languagesBecomeTags(String name, String said, String tag) throws Exception {
        var source = source(AUDIO.formatted(0, name, said));

        assertThat(source.audio().getFirst().language()).isEqualTo(tag);
    }

    @Test
    void tagsOfTheFilmAreKeptAndThoseOfTheFileAreNot() throws Exception {
        var format =
                """
                {"format_name": "mov", "duration": "10",
                 "tags": {"TITLE": "Big Buck Bunny", "major_brand": "isom", "encoder": "x"}}
                """;

        var source = report(format, "", "[{\"stream_index\": 0}]", video(""));

        assertThat(source.tags()).containsOnly(java.util.Map.entry("title", "Big Buck Bunny"));
    }

    @Test
    void streamsThatAreOfNoUseAreNamed() throws Exception {
        var mute =
                AUDIO.formatted(1, "language", "eng").replace("\"channels\": 2", "\"channels\": 0");
        var secret =
                AUDIO.formatted(2, "language", "eng")
                        .replace("\"profile\"", "\"codec_tag_string\": \"enca\", \"profile\"");
        var strange = AUDIO.formatted(3, "language", "eng").replace("\"aac\"", "\"unknown\"");

        var source = source(video(""), mute, secret, strange);

        assertThat(source.audio()).isEmpty();
        assertThat(source.warnings())
                .containsExactlyInAnyOrder(
                        "stream 2 is encrypted",
                        "stream 3 has a codec that FFmpeg does not know",
                        "audio stream 1 has no sample rate or channels");
    }

    @Test
    void aFileWithoutAnythingToSeeOrHearIsRefused() {
        var text = "{\"index\": 0, \"codec_type\": \"subtitle\", \"codec_name\": \"subrip\"}";
        assertThatThrownBy(() -> source(text))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("only subtitle (film.mp4)");
        var flat =
                video("")
                        .replace("\"width\": 1280, \"height\": 720", "\"width\": 0, \"height\": 0");
        assertThatThrownBy(() -> source(flat)).hasMessageContaining("stream 0 has no picture size");
        var vast = video("").replace("1280", "32769");
        assertThatThrownBy(() -> source(vast)).hasMessageContaining("stream 0 is too large");
    }

    @Test
    void aFileWithoutFramesIsRefused() {
        assertThatThrownBy(() -> report(FORMAT, "", "[]", video("")))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no frames at all");
    }

    @Test
    void subtitlesAreTextOrPictures() throws Exception {
        var text = "{\"index\": 1, \"codec_type\": \"subtitle\", \"codec_name\": \"mov_text\"}";
        var pictures = text.replace("mov_text", "dvd_subtitle");

        assertThat(source(video(""), text, pictures).subtitles())
                .extracting(Source.SourceText::isText)
                .containsExactly(true, false);
    }

    @Test
    void brokenJsonIsBadInput() {
        var bytes = "{\"streams\": [".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new ProbeReport(SourceInput.of(Path.of("x")), bytes, ""))
                .isInstanceOf(MediaFormatException.class);
    }
}
