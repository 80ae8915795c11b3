package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.KeyframeGrid.EveryFrames;
import dev.anabranch.transcode.KeyframeGrid.EveryInterval;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sources of many kinds.
@Timeout(120)
class GstreamerSourcesTest extends GstreamerTest {

    @ParameterizedTest
    @CsvSource({
        "mkv,libx264,aac",
        "ts,libx264,aac",
        "ts,mpeg2video,mp2",
        "avi,mpeg4,mp3",
        "flv,libx264,aac",
        "webm,libvpx,libopus",
        "webm,libvpx-vp9,libvorbis",
        "mov,prores,pcm_s16le",
        "mp4,libx265,ac3"
    })
    void everyContainerGivesTheSourcesFramesAndSound(String ending, String video, String audio)
            throws Exception {
        var clip =
                Clip.of(
                        folder.resolve(video + "." + ending),
                        "320x180",
                        "25",
                        2,
                        2,
                        "-c:v",
                        video,
                        "-c:a",
                        audio);
        var plan = clip.plan(new EveryFrames(25));
        var sound = sound(2, plan.source().audio().getFirst(), AudioCodec.AAC);

        var sink = made(plan.video(h264(1, 160, 90, 1)).audio(sound).build());

        var first = sink.track(1).seconds().getFirst();
        assertThat(sink.track(1).seconds().stream().map(time -> minus(time, first)))
                .isEqualTo(seconds(clip, 1));
        assertThat(sink.track(1).keyframes()).containsExactly(0, 25);
        assertDecodes(sink, 1, "h264", 160, 90);
        long samples = sink.track(2).endTicks() - sink.track(2).startTicks();
        assertThat(samples).isBetween(2 * 48_000L - 2048, 2 * 48_000L + 4096);
        // Sound and picture lie as far apart as ffprobe says they do.
        double picture = Double.parseDouble(start(clip, "v:0"));
        double heard = Double.parseDouble(start(clip, "a:0"));
        double made = (double) sink.track(2).startTicks() / 48_000 - first.toDouble();
        assertThat(made + 1024.0 / 48_000)
                .isBetween(heard - picture - 0.03, heard - picture + 0.03);
    }

    private static Rational minus(Rational time, Rational other) {
        return new Rational(
                time.numerator() * other.denominator() - other.numerator() * time.denominator(),
                time.denominator() * other.denominator());
    }

    private static String start(Clip clip, String stream) throws Exception {
        return clip.probe(stream, "stream=start_time").getFirst().split("=")[1];
    }

    @Test
    void aPictureThatBeginsLateStaysLate() throws Exception {
        var plain = Clip.of(folder.resolve("plain.mp4"), "320x180", "30000/1001", 2, 2);
        var file = plain.file().toString();
        var clip =
                Clip.of(
                        folder.resolve("late.mp4"),
                        "-itsoffset",
                        "0.5",
                        "-i",
                        file,
                        "-i",
                        file,
                        "-map",
                        "0:v",
                        "-map",
                        "1:a",
                        "-c",
                        "copy");
        var plan = clip.plan(new EveryFrames(30));
        var sound = sound(2, plan.source().audio().getFirst(), AudioCodec.OPUS);

        var sink = made(plan.video(h264(1, 160, 90, 1)).audio(sound).build());

        assertThat(sink.track(1).presented().getFirst().ptsTicks()).isEqualTo(15_000);
        // Opus has 312 samples in front, and says so.
        assertThat(sink.track(2).startTicks()).isEqualTo(-312);
        assertThat(sink.track(2).frames.get(1).ptsTicks()).isEqualTo(960 - 312);
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void aTurnedPictureComesOutUpright(int degrees) throws Exception {
        // Red above, blue below; a player turns it clockwise.
        var flat =
                Clip.of(
                        folder.resolve("flat.mp4"),
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:s=320x90:r=25:d=1[a];color=blue:s=320x90:r=25:d=1[b];[a][b]vstack",
                        "-pix_fmt",
                        "yuv420p");
        var clip =
                Clip.of(
                        folder.resolve("turned" + degrees + ".mp4"),
                        "-i",
                        flat.file().toString(),
                        "-c",
                        "copy",
                        "-metadata:s:v",
                        "rotate=" + degrees);
        var plan = clip.plan(new EveryFrames(25));
        var source = plan.source().video().orElseThrow();
        assertThat(source.rotationDegrees()).isIn(90, 180, 270);

        var sink =
                made(plan.video(h264(1, source.displayWidth(), source.displayHeight(), 1)).build());

        var made = sink.track(1).written(folder.resolve("upright.mp4"));
        assertThat(pixel(made)).isEqualTo(pixel(clip));
    }

    /// Whether the upper left quarter is red, as ffmpeg shows it, which turns pictures upright.
    private static String pixel(Clip clip) throws Exception {
        var raw = folder.resolve("pixel.rgb");
        Clip.of(
                raw,
                "-i",
                clip.file().toString(),
                "-frames:v",
                "1",
                "-vf",
                "crop=iw/2:ih/2:0:0,scale=1:1",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo");
        var bytes = Files.readAllBytes(raw);
        return (bytes[0] & 0xFF) > 128 ? "red" : (bytes[2] & 0xFF) > 128 ? "blue" : "neither";
    }

    @ParameterizedTest
    @CsvSource({"4,tff", "5,bff"})
    void fieldsAreWovenAndTheRateStays(int weave, String order) throws Exception {
        var clip =
                Clip.of(
                        folder.resolve(order + ".mp4"),
                        "320x240",
                        "50",
                        2,
                        0,
                        "-vf",
                        "tinterlace=" + weave + ",setfield=" + order,
                        "-c:v",
                        "libx264",
                        "-flags",
                        "+ilme+ildct",
                        "-x264-params",
                        order + "=1");
        var plan = clip.plan(new EveryFrames(25));
        assertThat(plan.source().video().orElseThrow().isInterlaced()).isTrue();

        var sink = made(plan.video(h264(1, 160, 120, 1)).build());

        assertThat(sink.track(1).seconds()).isEqualTo(seconds(clip, 1));
        assertDecodes(sink, 1, "h264", 160, 120);
    }

    /// Of this width decoders hand out lines that lie further apart than they are long.
    @Test
    void wovenPicturesLookAsTheyDid() throws Exception {
        var clip =
                Clip.of(
                        folder.resolve("bars.mp4"),
                        "-f",
                        "lavfi",
                        "-i",
                        "smptebars=s=720x576:r=25:d=1",
                        "-vf",
                        "setfield=tff",
                        "-c:v",
                        "libx264",
                        "-pix_fmt",
                        "yuv420p",
                        "-flags",
                        "+ilme+ildct",
                        "-x264-params",
                        "tff=1");
        var plan = clip.plan(new EveryFrames(25));

        var sink = made(plan.video(h264(1, 720, 576, 1)).build());

        var seen = greys(sink.track(1).written(folder.resolve("woven.mp4")));
        var wanted = greys(clip);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(seen[i] & 0xFF).isCloseTo(wanted[i] & 0xFF, within(16));
        }
    }

    /// The tenth picture, in 24 times 16 pixels.
    private static byte[] greys(Clip clip) throws Exception {
        var raw = folder.resolve("greys.raw");
        Clip.of(
                raw,
                "-i",
                clip.file().toString(),
                "-frames:v",
                "1",
                "-vf",
                "select=eq(n\\,10),scale=24:16:flags=area,format=gray",
                "-f",
                "rawvideo");
        return Files.readAllBytes(raw);
    }

    @Test
    void oblongPixelsBecomeSquareAndACropIsOfTheSquareOnes() throws Exception {
        var clip =
                Clip.of(
                        folder.resolve("oblong.mp4"),
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:s=180x120:r=25:d=1[a];color=blue:s=180x120:r=25:d=1[b];[a][b]hstack",
                        "-vf",
                        "setsar=4/3",
                        "-pix_fmt",
                        "yuv420p");
        var plan = clip.plan(new EveryFrames(25));
        assertThat(plan.source().video().orElseThrow().displayWidth()).isEqualTo(480);
        var right = new PictureSettings.Crop(240, 0, 240, 120);

        var sink =
                made(
                        plan.picture(new PictureSettings(Optional.of(right), List.of()))
                                .video(h264(1, 120, 60, 1))
                                .build());

        var made = sink.track(1).written(folder.resolve("cropped.mp4"));
        assertThat(made.probe("v:0", "stream=sample_aspect_ratio"))
                .containsExactly("sample_aspect_ratio=1:1");
        assertThat(pixel(made)).isEqualTo("blue");
    }

    @Test
    void aVariableRateBecomesAnEvenOneWithKeyframesAtTheInterval() throws Exception {
        var clip =
                Clip.of(
                        folder.resolve("variable.mp4"),
                        "320x180",
                        "30",
                        4,
                        0,
                        "-vf",
                        "select='not(mod(n,3))+gt(n,60)'",
                        "-fps_mode",
                        "passthrough",
                        "-c:v",
                        "libx264");
        var plan = clip.plan(new EveryInterval(Duration.ofSeconds(1)));

        var sink = made(plan.video(h264(1, 160, 90, 1)).video(h264(2, 96, 54, 2)).build());

        var seconds = sink.track(1).seconds();
        assertThat(seconds).hasSize(120).contains(new Rational(1, 30), new Rational(119, 30));
        assertThat(sink.track(1).keyframes()).containsExactly(0, 30, 60, 90);
        assertThat(sink.track(2).keyframes()).containsExactly(0, 15, 30, 45);
        assertThat(seconds.get(30)).isEqualTo(Rational.ONE);
        assertThat(sink.track(2).seconds().get(15)).isEqualTo(Rational.ONE);
    }

    @Test
    void soundAloneAndANameThatAPipelineCouldMisread() throws Exception {
        var odd = Files.createDirectories(folder.resolve("a ! b \"c\" name=demux"));
        var clip =
                Clip.of(
                        odd.resolve("ton ! fakesink.m4a"),
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=440:r=44100:d=2",
                        "-c:a",
                        "aac");
        var plan = clip.plan(new EveryFrames(1));
        var source = plan.source().audio().getFirst();

        var sink =
                made(
                        plan.audio(sound(1, source, AudioCodec.AAC))
                                .audio(sound(2, source, AudioCodec.OPUS))
                                .audio(new AudioOutput.Copied(3, source, "de", "Ton"))
                                .build());

        assertThat(sink.track(1).endTicks()).isBetween(2 * 48_000L - 1024, 2 * 48_000L + 1024);
        assertThat(sink.track(2).endTicks()).isBetween(2 * 48_000L - 960, 2 * 48_000L + 960);
        assertThat(sink.track(3).startTicks()).isEqualTo(-1024);
        // The element for MP4 leaves out a last frame that the edit list cuts into.
        int frames = clip.times("a:0").size();
        assertThat(sink.track(3).frames.size()).isBetween(frames - 1, frames);
        assertThat(sink.track(3).track.track().language()).isEqualTo("de");
        var file = sink.track(1).written(Path.of(folder.toString(), "sound.mp4"));
        assertThat(file.probe("a:0", "stream=codec_name,sample_rate,channels"))
                .contains("codec_name=aac", "sample_rate=48000", "channels=2");
    }

    @Test
    void aCopiedPictureIsTheSourcesFrameByFrame() throws Exception {
        var clip =
                Clip.of(
                        folder.resolve("copied.mp4"),
                        "320x180",
                        "30000/1001",
                        2,
                        0,
                        "-c:v",
                        "libx264",
                        "-bf",
                        "2",
                        "-g",
                        "30",
                        "-keyint_min",
                        "30",
                        "-sc_threshold",
                        "0");

        var sink =
                made(
                        clip.plan(new EveryFrames(30))
                                .video(new VideoOutput.Copied(1, VideoCodec.H264, 320, 180))
                                .video(h264(2, 160, 90, 1))
                                .build());

        assertThat(sink.track(1).seconds()).isEqualTo(seconds(clip, 1));
        assertThat(sink.track(1).keyframes()).isEqualTo(sink.track(2).keyframes());
        assertDecodes(sink, 1, "h264", 320, 180);
    }
}
