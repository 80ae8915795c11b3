package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sound that FFmpeg put into MP4, packaged, and read by FFmpeg again: the same packets, the same
/// format, decoded without a word.
class SoundInMovieTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String FORMAT =
            "stream=codec_name,sample_rate,channels,channel_layout,bits_per_raw_sample";

    @TempDir private Path folder;

    @BeforeEach
    void needsFfmpeg() {
        assumeTrue(
                Command.find("ffmpeg").isPresent(),
                "ffmpeg is missing: install the package ffmpeg");
    }

    @ParameterizedTest
    @CsvSource({
        "flac, 2, 44100, fLaC",
        "flac, 6, 96000, fLaC",
        "libopus, 2, 48000, Opus",
        "libopus, 6, 48000, Opus",
        "ac3, 6, 48000, ac-3",
        "eac3, 6, 48000, ec-3",
        "libmp3lame, 2, 44100, mp4a.40.34"
    })
    void everyPacketIsCarriedInCmaf(String encoder, int channels, int rate, String codec)
            throws Exception {
        var source = source(encoder, channels, rate);
        var out = folder.resolve("cmaf");
        Packager.of(source).to(out);
        assertSame(source, out);
        assertThat(Files.readString(out.resolve("index.m3u8")))
                .contains("," + codec + "\"", "CHANNELS=\"" + channels + "\"");
    }

    @ParameterizedTest
    @CsvSource({"ac3, 6, 48000", "eac3, 6, 48000"})
    void everyPacketIsCarriedInTransportStreams(String encoder, int channels, int rate)
            throws Exception {
        var source = source(encoder, channels, rate);
        var out = folder.resolve("ts");
        Packager.of(source).transportStream().to(out);
        assertSame(source, out);
    }

    private Path source(String encoder, int channels, int rate) {
        var file = folder.resolve("source.mp4");
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc=s=64x64:r=25:d=6"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=" + rate + ":d=6"));
        command.addAll(List.of("-c:v", "libx264", "-g", "50", "-c:a", encoder));
        command.addAll(List.of("-strict", "-2", "-ac", Integer.toString(channels)));
        command.add(file.toString());
        assertThat(Command.run(TIMEOUT, command).err()).isEmpty();
        return file;
    }

    private static void assertSame(Path source, Path out) {
        var playlist = out.resolve("index.m3u8");
        assertThat(probe(playlist, FORMAT)).isEqualTo(probe(source, FORMAT));
        assertThat(hashes(playlist)).hasSizeGreaterThan(50).isEqualTo(hashes(source));
        var decoded =
                Command.run(
                        TIMEOUT,
                        List.of(
                                "ffmpeg",
                                "-v",
                                "warning",
                                "-i",
                                playlist.toString(),
                                "-f",
                                "null",
                                "-"));
        assertThat(decoded.err()).isEmpty();
    }

    private static List<String> hashes(Path input) {
        return Pattern.compile("MD5:\\p{XDigit}+")
                .matcher(String.join(" ", probe(input, "packet=data_hash")))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<String> probe(Path input, String entries) {
        return Command.run(
                        TIMEOUT,
                        List.of(
                                "ffprobe",
                                "-v",
                                "error",
                                "-select_streams",
                                "a",
                                "-show_data_hash",
                                "md5",
                                "-show_entries",
                                entries,
                                "-of",
                                "compact=p=0",
                                input.toString()))
                .out()
                .lines()
                .map(line -> line.replaceAll("^(program|stream)?\\|+|\\|+$", ""))
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }
}
