package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.ElementaryStreamDescriptor;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.MpegAudioHeader;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.testkit.Command;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Silent frames as ffmpeg hears them.
class SilenceTest {

    private static final int FRAMES = 20;

    @TempDir private Path folder;

    @BeforeAll
    static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffmpeg").isPresent(),
                "ffmpeg is missing: install the package ffmpeg");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void everyLayoutOfAacIsSilent(int channels) throws Exception {
        var specific = (short) (2 << 11 | 3 << 7 | channels << 3);
        var config = ByteBuffer.allocate(2).putShort(0, specific);
        var aac = AacConfiguration.ofAudioSpecificConfig(config);
        var frame = Silence.of(aac).orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            out.writeBytes(aac.toAdtsHeader(frame.length));
            out.writeBytes(frame);
        }
        var file = Files.write(folder.resolve("silence.aac"), out.toByteArray());
        assertSilent(file, channels, 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 2",
        "44100, 2",
        "32000, 1",
        "24000, 2",
        "22050, 1",
        "16000, 2",
        "12000, 1",
        "11025, 2",
        "8000, 2"
    })
    void everyRateOfMp3IsSilent(int rate, int channels) throws Exception {
        boolean isMpeg1 = rate >= 32_000;
        var descriptor =
                new ElementaryStreamDescriptor(
                        isMpeg1 ? Mp3Configuration.MPEG_1 : Mp3Configuration.MPEG_2,
                        0,
                        0,
                        0,
                        Octets.EMPTY);
        var mp3 = new Mp3Configuration(descriptor, 3, rate, channels);
        var frame = Silence.of(mp3).orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE);
        var header = MpegAudioHeader.parse(ByteBuffer.wrap(frame));
        assertThat(header.frameBytes()).isEqualTo(frame.length);
        assertThat(header.sampleRateHz()).isEqualTo(rate);
        assertThat(header.channels()).isEqualTo(channels);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            out.writeBytes(frame);
        }
        var file = Files.write(folder.resolve("silence.mp3"), out.toByteArray());
        assertSilent(file, channels, isMpeg1 ? 1152 : 576);
    }

    private static void assertSilent(Path file, int channels, int samples) {
        var result =
                Command.run(
                        Duration.ofSeconds(30),
                        "ffmpeg",
                        "-hide_banner",
                        "-i",
                        file.toString(),
                        "-af",
                        "astats=measure_perchannel=none",
                        "-f",
                        "null",
                        "-");
        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .contains("Peak level dB: -inf")
                .contains("Number of samples: " + FRAMES * samples)
                .doesNotContain("Error", "Invalid", "invalid data");
        assertThat(channels).isPositive();
    }

    /// Three seconds without a frame in the middle of a real sound.
    @Test
    void aHoleInARealSoundDecodesWithoutAWarning() throws Exception {
        var file = "long_1080p_6min_lowbitrate.mp4";
        var feed = new Feed().file(2, file, TrackKind.AUDIO, Duration.ofSeconds(20), Duration.ZERO);
        feed.events.removeIf(event ->
                event instanceof Feed.Arrived arrived
                        && arrived.at().ticks() > 5 * arrived.at().timescale().ticksPerSecond()
                        && arrived.at().ticks() < 8 * arrived.at().timescale().ticksPerSecond());
        var collected = new Collected();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, collected)) {
            feed.to(live);
        }
        var path = Files.write(folder.resolve("live.mp4"), collected.joined("audio-1"));
        var result =
                Command.run(
                        Duration.ofSeconds(30),
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-i",
                        path.toString(),
                        "-f",
                        "null",
                        "-");
        assertThat(result.err()).isEmpty();
        assertThat(collected.segments.get("audio-1")).hasSize(10);
    }
}
