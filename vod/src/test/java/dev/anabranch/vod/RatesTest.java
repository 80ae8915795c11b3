package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Bit rates, qualities, presets, profiles and levels, read from what comes out.
class RatesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"libx264,H264", "libx265,HEVC", "libopenh264,H264", "libsvtav1,AV1"})
    void aRateThatTheLadderNamesIsMetAndItsPeakIsWhatTheBufferAllows(
            String encoder, VideoCodec codec) throws Exception {
        var made = make(encoder, codec, "180p@300k");
        var output = (VideoOutput.Encoded) made.plan().video().getLast();
        var file = made.files(codec.name()).getFirst();

        var sizes = sizes(file);
        double seconds = sizes.size() / 25.0;
        double mean = sizes.stream().mapToLong(size -> size).sum() * 8 / seconds;
        assertThat(output.encoder()).isEqualTo(encoder);
        assertThat(output.rate().crf()).isEmpty();
        assertThat(mean)
                .isBetween(
                        0.6 * output.rate().bitsPerSecond(), 1.3 * output.rate().bitsPerSecond());
        if (encoder.startsWith("libx26")) {
            assertThat(bufferNeeded(sizes, output.rate().maxBitsPerSecond()))
                    .isLessThanOrEqualTo(output.rate().bufferBits() * 1.02);
        }
    }

    @Test
    void lessIsSpentWhereQualityIsConstantAndLowerAndNeverMoreThanThePeak() throws Exception {
        var good = make(20);
        var poor = make(38);
        var rate = ((VideoOutput.Encoded) good.plan().video().getFirst()).rate();

        assertThat(rate.crf()).hasValue(20);
        var sizes = sizes(good.file("video-180p"));
        long goodBytes = sizes.stream().mapToLong(size -> size).sum();
        long poorBytes = sizes(poor.file("video-180p")).stream().mapToLong(size -> size).sum();
        assertThat(goodBytes).isGreaterThan(2 * poorBytes);
        assertThat(bufferNeeded(sizes, rate.maxBitsPerSecond()))
                .isLessThanOrEqualTo(rate.bufferBits() * 1.02);
        assertThat(encoderString(good.file("video-180p"))).contains("rc=crf", "crf=20.0");
        assertThat(encoderString(poor.file("video-180p"))).contains("crf=38.0");
    }

    private Lab.Made make(int crf) throws Exception {
        var lab = new Lab(folder);
        return lab.make(
                new FfmpegBackend(Lab.system("libx264")),
                film(lab),
                settings -> settings.withVideo(video -> video.withCrf(crf)));
    }

    @ParameterizedTest
    @EnumSource
    void presetsAreThoseOfTheEncoder(Preset preset) throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        new FfmpegBackend(Lab.system("libx264")),
                        film(lab),
                        settings -> settings.withVideo(video -> video.withPreset(preset)));

        // What x264 writes of veryfast, medium and slow (`x264 --fullhelp`).
        assertThat(encoderString(made.file("video-180p")))
                .contains(
                        switch (preset) {
                            case FAST -> "subme=2";
                            case BALANCED -> "subme=7";
                            case QUALITY -> "subme=8";
                        })
                .contains("open_gop=0", "scenecut=40");
    }

    @ParameterizedTest
    @EnumSource
    void presetsOfHevcAreThoseOfX265(Preset preset) throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        new FfmpegBackend(Lab.system("libx265")),
                        film(lab),
                        settings ->
                                settings.withVideo(video ->
                                        video.withPreset(preset)
                                                .withCodecs(Set.of(VideoCodec.HEVC))));
        var file = made.files("hevc").getFirst();

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains(
                        switch (preset) {
                            case FAST -> " rd=2 ";
                            case BALANCED -> " rd=3 ";
                            case QUALITY -> " rd=4 ";
                        })
                .contains("no-open-gop", "scenecut=40");
        assertThat(Lab.probed(file, "stream=codec_tag_string")).isEqualTo("hvc1");
        assertThat(made.text("index.m3u8")).contains("hvc1.1.");
    }

    @Test
    void whatAnEncoderCannotDoIsSaidInThePlan() throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        film(lab),
                        settings ->
                                settings.withVideo(video ->
                                        video.withCrf(20)
                                                .withLevel(41)
                                                .withPreset(Preset.QUALITY)));

        assertThat(made.plan().decisions())
                .anySatisfy(decision ->
                        assertThat(decision.reason())
                                .contains("libopenh264 knows no constant quality")
                                .contains("libopenh264 has no presets")
                                .contains("libopenh264 says the lowest level that fits"));
    }

    @ParameterizedTest
    @CsvSource({
        "libx264,baseline,Constrained Baseline",
        "libx264,main,Main",
        "libx264,high,High",
        "libopenh264,baseline,Constrained Baseline",
        "libopenh264,main,Main",
        "libopenh264,high,High"
    })
    void theProfileIsTheOneAskedForOrOneThatItsDecodersPlay(
            String encoder, String profile, String found) throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        backend(encoder),
                        film(lab),
                        settings -> settings.withVideo(video -> video.withProfile(profile)));

        assertThat(Lab.probed(made.file("video-180p"), "stream=profile")).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"libx264,42", "libx264,31"})
    void theLevelIsTheOneAskedFor(String encoder, int level) throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        backend(encoder),
                        film(lab),
                        settings -> settings.withVideo(video -> video.withLevel(level)));

        assertThat(Lab.probed(made.file("video-180p"), "stream=level")).isEqualTo("" + level);
        assertThat(made.text("index.m3u8")).contains("avc1.6400" + Integer.toHexString(level));
    }

    @ParameterizedTest
    @CsvSource({"libx264", "libopenh264"})
    void theLevelIsTheLowestThatFitsWhenNoneIsAskedFor(String encoder) throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(backend(encoder), film(lab), settings -> settings);

        assertThat(Integer.parseInt(Lab.probed(made.file("video-180p"), "stream=level")))
                .isLessThanOrEqualTo(21);
    }

    private Lab.Made make(String encoder, VideoCodec codec, String ladder) throws Exception {
        var lab = new Lab(folder);
        return lab.make(
                backend(encoder),
                film(lab),
                settings ->
                        settings.withLadder(Ladder.parse(ladder))
                                .withVideo(video -> video.withCodecs(Set.of(codec))));
    }

    private static TranscodeBackend backend(String encoder) throws Exception {
        return new FfmpegBackend(
                encoder.startsWith("libx26") ? Lab.system(encoder) : Lab.bundled());
    }

    /// Three seconds that are easy, then three that are hard.
    private static Path film(Lab lab) throws Exception {
        return lab.picture(
                "film.mkv",
                "testsrc2=size=320x180:rate=25:duration=6,noise=alls=9:allf=t:enable='gte(t,3)'",
                "-c:v",
                "ffv1");
    }

    /// Of samples, in decode order.
    private static List<Long> sizes(Path file) throws Exception {
        var sizes = new ArrayList<Long>();
        Lab.probe(file, "packet=size").forEach(line -> sizes.add(Long.parseLong(line.strip())));
        return sizes;
    }

    /// How large a decoder's buffer has to be that is filled at `rate` and starts full: the deepest
    /// it is drawn down (ITU-T H.264, C.1.2).
    private static double bufferNeeded(List<Long> sizes, long rate) {
        double missing = 0;
        double most = 0;
        for (long size : sizes) {
            missing = Math.max(0, missing - rate / 25.0) + size * 8;
            most = Math.max(most, missing);
        }
        return most;
    }

    /// What x264 writes into its first picture.
    private static String encoderString(Path file) throws Exception {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("x264 - core");
        assertThat(at).isPositive();
        return text.substring(at, text.indexOf('\0', at));
    }
}
