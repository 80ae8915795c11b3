package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.H264Level;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ladders in words and in files, and what a source gets of them.
class LadderTest {

    private static final String YAML =
            """
            audio_channel_layouts:
              stereo:
                max_channels: 2
                bitrates:
                  aac: '96k'
                  opus: '64k'
            video_resolutions:
              small:
                max_width: 640
                max_height: 360
                bitrates:
                  h264: '400k'
                  vp9: '276k'
              big:
                max_width: 1280
                max_height: 720
                max_frame_rate: 30
                bitrates:
                  h264: '3M'
                  hevc: 2.5M
              big-hfr:
                max_width: 1280
                max_height: 720
                max_frame_rate: .inf
                bitrates:
                  h264: '4M'
            """;

    @TempDir private Path folder = Path.of("");

    private Ladder read(String yaml) throws Exception {
        return Ladder.read(Files.writeString(folder.resolve("ladder.yaml"), yaml));
    }

    private static List<LadderSteps.Step> steps(Ladder ladder, SourceVideo video) {
        var whole = PictureSize.of(video, PictureSettings.UNCHANGED);
        return new LadderSteps(ladder, whole, video, new ArrayList<>()).steps();
    }

    @Test
    void ratesOfACodecThatIsNotMadeAreSaidToHaveNoEffect() throws Exception {
        var ladder = read(YAML);
        var plan =
                Planner.plan(
                        Sources.of(Sources.video(640, 360, 24)),
                        TranscodeSettings.DEFAULT.withLadder(ladder),
                        PlanOnlyBackend.LGPL,
                        (_, _, _) -> new KeyframeScan.Found.NoCuts("no"));

        assertThat(plan.decisions())
                .contains(
                        new Decision(
                                "ladder",
                                "has no effect",
                                "ladder.yaml line 13: vp9 is not made here"));
    }

    @Test
    void wordsAreRungs() throws Exception {
        assertThat(Ladder.parse("auto")).isEqualTo(Ladder.auto());
        assertThat(Ladder.parse("1080p, 720p@3M,480x270@500k"))
                .isEqualTo(
                        Ladder.of(
                                Rung.of("1080p", 1920, 1080),
                                new Rung(
                                        "720p",
                                        1280,
                                        720,
                                        OptionalDouble.empty(),
                                        Map.of(VideoCodec.H264, 3_000_000L)),
                                new Rung(
                                        "480x270",
                                        480,
                                        270,
                                        OptionalDouble.empty(),
                                        Map.of(VideoCodec.H264, 500_000L))));
        assertThat(Ladder.parse("270x480").rungs())
                .isEqualTo(List.of(Rung.of("270x480", 480, 270)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "720",
                "720p,",
                "p",
                "720p@",
                "720p@3",
                "720p@3G",
                "720p@-1M",
                "hd",
                "8p",
                "99999p",
                "1280x",
                "0x0",
                "720p@99999M",
                "720i",
                "720p 480p",
                "auto,720p"
            })
    void aWordThatIsNoneIsNamed(String text) {
        assertThatThrownBy(() -> Ladder.parse(text))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("ladder word '");
    }

    @Test
    void thereAreNeverMoreRungsThanAnybodyNeeds() throws Exception {
        var most = String.join(",", java.util.Collections.nCopies(Ladder.MAX_RUNGS, "720p"));

        assertThat(Ladder.parse(most).rungs()).hasSize(Ladder.MAX_RUNGS);
        assertThatThrownBy(() -> Ladder.parse(most + ",720p"))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("rungs is 33, the maximum is 32");
    }

    @Test
    void aFileInTheWordsOfShakaStreamerIsALadder() throws Exception {
        var ladder = read(YAML);

        assertThat(ladder.rungs())
                .extracting(Rung::name)
                .containsExactly("small", "big", "big-hfr");
        assertThat(ladder.rungs().get(1).maxFrameRate()).hasValue(30);
        assertThat(ladder.rungs().get(1).bitsPerSecond())
                .isEqualTo(Map.of(VideoCodec.H264, 3_000_000L, VideoCodec.HEVC, 2_500_000L));
        assertThat(ladder.rungs().get(2).maxFrameRate()).isEmpty();
        assertThat(ladder.layouts())
                .containsExactly(
                        new Ladder.Layout(
                                "stereo",
                                2,
                                Map.of(AudioCodec.AAC, 96_000L, AudioCodec.OPUS, 64_000L)));
    }

    @Test
    void layoutsAloneLeaveTheRungsToTheSource() throws Exception {
        var ladder = read(YAML.substring(0, YAML.indexOf("video_resolutions")));

        assertThat(ladder.isAuto()).isTrue();
        assertThat(ladder.layouts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    max_height: 360|max_hight: 360|line 10|'max_hight' is not known
                    max_width: 640|max_width: many|line 9|no number
                    h264: '400k'|h265: '400k'|line 12|'h265' is no codec here
                    h264: '400k'|h264: 'fast'|line 12|no bit rate
                    max_frame_rate: 30|max_frame_rate: -3|line 17|max_frame_rate is '-3', no frame rate
                    max_channels: 2|max_channels: 3|line 2|max_channels can be
                    video_resolutions|resolutions|line 7|'resolutions' is not known
                    max_width: 640|max_width: 4|line 9|max_width is 4, it can be 16 to 16384
                    max_height: 360|max_height: 99999|line 10|max_height is 99999
                    h264: '400k'|h264: '1k'|line 12, h264|a bit rate is 10000 to
                    max_width: 640|max_width: [640]|line 9|no list
                    small:|big:|line 14|is there twice
                    h264: '400k'|h264: {a: 1}|line 12|no bit rate
                    """)
    void nonsenseIsNamedByItsLine(String good, String bad, String line, String what) {
        assertThatThrownBy(() ->
                        read(
                                YAML.replaceFirst(
                                        java.util.regex.Pattern.quote(good),
                                        java.util.regex.Matcher.quoteReplacement(bad))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("ladder.yaml " + line)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a: [", "video_resolutions:", "- 1", "{}", "&a [*a]", "--- 1\n--- 2"})
    void whatIsNoLadderIsBadInput(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void aRungForSlowSourcesGivesWayToOneForFastOnes() throws Exception {
        var ladder = read(YAML);

        assertThat(steps(ladder, Sources.video(1280, 720, 60)))
                .extracting(LadderSteps.Step::name)
                .containsExactly("big-hfr", "small");
        assertThat(steps(ladder, Sources.video(1280, 720, 25)))
                .extracting(LadderSteps.Step::name)
                .containsExactly("big", "small");
    }

    @Test
    void aRungThatIsTooSlowTakesEverySecondFrameOrIsLeftOut() throws Exception {
        var ladder = read(YAML.substring(0, YAML.indexOf("  big-hfr")));

        var halved = steps(ladder, Sources.video(1280, 720, 60));
        assertThat(halved.getFirst().frameDivisor()).isEqualTo(2);
        assertThat(halved.getFirst().mustHalve()).isTrue();
        assertThat(steps(ladder, Sources.video(1280, 720, 100)))
                .extracting(LadderSteps.Step::name)
                .containsExactly("small");
        assertThat(steps(ladder, Sources.variable(Sources.video(1280, 720, 60))))
                .extracting(LadderSteps.Step::name)
                .containsExactly("small");
    }

    @Test
    void rungsAboveTheSourceBecomeOneOfItsSize() throws Exception {
        var steps = steps(Ladder.parse("1080p,720p,360p"), Sources.video(854, 480, 25));

        assertThat(steps)
                .extracting(LadderSteps.Step::size)
                .containsExactly(new PictureSize(854, 480), new PictureSize(640, 360));
        assertThat(steps.getFirst().name()).isEqualTo("720p");
    }

    @Test
    void ratesOfTheAutomaticLadderRiseWithPixelsAndFrames() {
        for (var codec : VideoCodec.values()) {
            long before = 0;
            for (int height = 2; height < 5000; height += 50) {
                long bits =
                        UsualRates.bitsPerSecond(
                                codec, new PictureSize(height * 16 / 9, height), 25);
                assertThat(bits).isGreaterThanOrEqualTo(before);
                before = bits;
            }
        }
        var fullHd = new PictureSize(1920, 1080);
        assertThat(UsualRates.bitsPerSecond(VideoCodec.H264, fullHd, 29.97)).isEqualTo(5_000_000);
        assertThat(UsualRates.bitsPerSecond(VideoCodec.H264, fullHd, 60))
                .isBetween(7_000_000L, 8_000_000L);
        assertThat(UsualRates.bitsPerSecond(VideoCodec.H264, fullHd, 1)).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1920,1080,30,40", "1920,1080,60,42", "1280,720,30,31", "1280,720,60,32", "854,480,30,31",
        "640,360,30,30", "426,240,30,21", "3840,2160,30,51", "3840,2160,60,52", "16,16,25,10",
        "7680,4320,30,60"
    })
    void theLevelIsTheLowestThatFits(int width, int height, double rate, int level) {
        assertThat(H264Level.lowest(new PictureSize(width, height), rate, 64_000, "high"))
                .map(H264Level::number)
                .contains(level);
    }

    @Test
    void theLevelLooksAtBitsAndAtLongSidesToo() {
        var size = new PictureSize(640, 360);
        assertThat(H264Level.lowest(size, 30, 12_500_000, "high"))
                .map(H264Level::number)
                .contains(30);
        assertThat(H264Level.lowest(size, 30, 12_500_000, "main"))
                .map(H264Level::number)
                .contains(31);
        assertThat(H264Level.lowest(new PictureSize(7680, 16), 25, 64_000, "high"))
                .map(H264Level::number)
                .contains(51);
        assertThat(H264Level.lowest(new PictureSize(1920, 1080), 100_000, 1, "high")).isEmpty();
    }
}
