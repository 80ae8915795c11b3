package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Trim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trims, odd rates and odd clocks: what is seen and heard at the same time stays together.
class TimeTest {

    /// A flash and a beep each second, for 80 ms.
    private static final String FLASH =
            "color=c=black:size=192x108:rate=25:duration=%d,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.08)'";

    private static final String BEEP =
            "aevalsrc='if(lt(mod(t,1),0.08),0.5*sin(1000*2*PI*t),0)':sample_rate=48000:duration=%d";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"0,2000", "960,3000", "1500,3700", "2480,4000", "1013,3333"})
    void aTrimBeginsAndEndsAtTheFrameAndKeepsSoundWithThePicture(int startMillis, int endMillis)
            throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        beeping(lab, "beep.mkv", 5),
                        settings ->
                                settings.withTrim(
                                        new Trim(
                                                Duration.ofMillis(startMillis),
                                                Optional.of(Duration.ofMillis(endMillis)))));
        var picture = made.files("h264").getFirst();
        var sound = made.files("aac").getFirst();

        long first = Math.ceilDiv(startMillis, 40);
        long last = Math.ceilDiv(endMillis, 40);
        assertThat(Lab.probe(picture, "packet=size")).hasSize((int) (last - first));
        var flashes = flashes(picture);
        var beeps = beeps(sound);
        assertThat(flashes).isNotEmpty();
        double wanted = (Math.ceilDiv(startMillis, 1000) * 1000L - startMillis) / 1000.0;
        assertThat(flashes.getLast() % 1).isCloseTo(wanted % 1, within(0.0401));
        assertThat(beeps.getLast()).isCloseTo(flashes.getLast(), within(0.03));
    }

    @ParameterizedTest
    @CsvSource({"0.5,0", "-0.5,0", "0,1.4", "0.3,100"})
    void soundThatBeginsLaterOrEarlierStaysWithThePicture(double delay, double start)
            throws Exception {
        var lab = new Lab(folder);
        var plain = beeping(lab, "plain.mkv", 3);
        var shifted =
                lab.clip(
                        "shifted.ts",
                        "-i",
                        "file:" + plain,
                        "-itsoffset",
                        Double.toString(delay),
                        "-i",
                        "file:" + plain,
                        "-map",
                        "0:v",
                        "-map",
                        "1:a",
                        "-c:v",
                        "mpeg2video",
                        "-q:v",
                        "3",
                        "-c:a",
                        "mp2",
                        "-muxdelay",
                        "0",
                        "-output_ts_offset",
                        Double.toString(start));
        var made = lab.make(shifted, settings -> settings);

        // Players hear of both on the same clock.
        var flashes = flashes(made.files("h264").getFirst());
        var beeps = beeps(made.files("aac").getFirst());
        assertThat(flashes).hasSizeGreaterThanOrEqualTo(2);
        assertThat(beeps.getLast() % 1)
                .isCloseTo((flashes.getLast() + delay + 1) % 1, within(0.03));
    }

    @ParameterizedTest
    @CsvSource({"0,5000", "5000,0"})
    void aJumpOfTheClockIsNoGap(int first, int second) throws Exception {
        var lab = new Lab(folder);
        var words = List.of("-c:v", "mpeg2video", "-q:v", "3", "-c:a", "mp2");
        var one = stream(lab, "one.ts", first, words);
        var two = stream(lab, "two.ts", second, words);
        var both = folder.resolve("both.ts");
        java.nio.file.Files.write(both, java.nio.file.Files.readAllBytes(one));
        java.nio.file.Files.write(
                both,
                java.nio.file.Files.readAllBytes(two),
                java.nio.file.StandardOpenOption.APPEND);
        var made = lab.make(both, settings -> settings);

        var picture = made.files("h264").getFirst();
        assertThat(Lab.probe(picture, "packet=size")).hasSize(100);
        assertThat(Double.parseDouble(Lab.probed(picture, "format=duration")))
                .isCloseTo(4.0, within(0.2));
        assertThat(beeps(made.files("aac").getFirst()).getLast())
                .isCloseTo(flashes(picture).getLast(), within(0.05));
    }

    private static Path stream(Lab lab, String name, int start, List<String> codecs)
            throws Exception {
        var source = beeping(lab, "source.mkv", 2);
        var words = new ArrayList<>(List.of("-i", "file:" + source));
        words.addAll(codecs);
        words.addAll(List.of("-output_ts_offset", "" + start));
        return lab.clip(name, words.toArray(String[]::new));
    }

    @Test
    void soundThatIsMissingInTheMiddleIsSilence() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.clip(
                        "gap.mkv",
                        "-f",
                        "lavfi",
                        "-i",
                        FLASH.formatted(4),
                        "-f",
                        "lavfi",
                        "-i",
                        BEEP.formatted(4) + ",aselect='not(between(t,1.5,2.5))'",
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "pcm_s16le");
        var made = lab.make(source, settings -> settings);

        assertThat(beeps(made.files("aac").getFirst()).getLast())
                .isCloseTo(flashes(made.files("h264").getFirst()).getLast(), within(0.03));
    }

    @ParameterizedTest
    @CsvSource({"1,6", "240,240", "50,100", "60000/1001,60", "12.5,25"})
    void everyRateKeepsItsFrames(String rate, int frames) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "rate.mkv",
                        "testsrc2=size=192x108:rate=" + rate,
                        "-frames:v",
                        "" + frames,
                        "-c:v",
                        "ffv1");
        var file = lab.make(source, settings -> settings).files("h264").getFirst();

        var times = times(file);
        double seconds = 1 / new RateText(rate).value();
        assertThat(times).hasSize(frames);
        for (int n = 0; n < frames; n++) {
            assertThat(times.get(n)).isCloseTo(n * seconds, within(0.0011));
        }
    }

    private record RateText(String text) {
        double value() {
            var parts = text.split("/");
            return Double.parseDouble(parts[0])
                    / (parts.length > 1 ? Double.parseDouble(parts[1]) : 1);
        }
    }

    @Test
    void framesOfAVariableRateKeepTheirTimes() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "vfr.mkv",
                        "testsrc2=size=192x108:rate=25:duration=6,"
                                + "select='not(mod(n,5))+between(t,2,3)'",
                        "-fps_mode",
                        "vfr",
                        "-c:v",
                        "ffv1");
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withLadder(Ladder.parse("108p,72p"))
                                        .withSegment(Duration.ofSeconds(2)));

        for (var file : made.files("h264")) {
            assertThat(times(file)).isEqualTo(times(source));
        }
    }

    private static Path beeping(Lab lab, String name, int seconds) throws Exception {
        return lab.clip(
                name,
                "-f",
                "lavfi",
                "-i",
                FLASH.formatted(seconds),
                "-f",
                "lavfi",
                "-i",
                BEEP.formatted(seconds),
                "-c:v",
                "ffv1",
                "-c:a",
                "pcm_s16le");
    }

    private static List<Double> times(Path file) throws Exception {
        return Lab.probe(file, "packet=pts_time").stream()
                .map(line -> Double.parseDouble(line.replace(",", "")))
                .sorted()
                .toList();
    }

    /// When the picture turns white.
    private static List<Double> flashes(Path file) throws Exception {
        var luma = Lab.pixels(file, "scale=1:1:flags=area", "gray");
        var times = times(file);
        var flashes = new ArrayList<Double>();
        for (int n = 0; n < luma.length; n++) {
            boolean isWhite = (luma[n] & 0xFF) > 128;
            if (isWhite && (n == 0 || (luma[n - 1] & 0xFF) <= 128)) {
                flashes.add(times.get(n));
            }
        }
        return flashes;
    }

    /// When sound begins, on the clock of the file.
    private static List<Double> beeps(Path file) throws Exception {
        var start = Double.parseDouble(Lab.probed(file, "stream=start_time"));
        var bytes =
                Lab.ffmpeg(
                        List.of(
                                "-i",
                                "file:" + file,
                                "-f",
                                "s16le",
                                "-ac",
                                "1",
                                "-ar",
                                "48000",
                                "-"));
        var beeps = new ArrayList<Double>();
        int quiet = 48_000;
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            int value = Math.abs((short) (bytes[i] & 0xFF | bytes[i + 1] << 8));
            if (value > 3000 && quiet > 9600) {
                beeps.add(start + i / 2 / 48_000.0);
            }
            quiet = value > 3000 ? 0 : quiet + 1;
        }
        return beeps;
    }
}
