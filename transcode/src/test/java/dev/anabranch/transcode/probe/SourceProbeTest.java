package dev.anabranch.transcode.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.plan.KeyframeScan.Found;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real files, made by the program that then looks into them; and programs that are none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SourceProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Path folder = Path.of("");
    private FfmpegProgram program = fake(Path.of(""));
    private Path film = Path.of("");

    @BeforeAll
    void film(@TempDir Path shared) throws Exception {
        folder = shared;
        program = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        film = make("film.mp4", "-g", "25", "-c:a", "aac");
    }

    /// Two seconds of 25 frames a second and a tone.
    private Path make(String name, String... options) throws Exception {
        var file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:d=2:r=25"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=d=2"));
        arguments.addAll(List.of("-c:v", "libopenh264", "-b:v", "100k", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        run(arguments);
        return file;
    }

    private void run(List<String> arguments) throws Exception {
        // Test patterns are no files: no protocol has to be allowed for them.
        var command = new ArrayList<>(List.of(program.path().toString(), "-v", "error", "-y"));
        command.addAll(arguments);
        try (var process = SupervisedProcess.start(command, program.environment(), LIMIT)) {
            process.input().close();
            process.await();
        }
    }

    private Source probe(Path path) throws Exception {
        return SourceProbe.probe(program, SourceInput.of(path));
    }

    private static FfmpegProgram fake(Path ffmpeg) {
        return new FfmpegProgram(
                ffmpeg,
                FfmpegProgram.Origin.NAMED,
                "0",
                FfmpegProgram.Licence.LGPL,
                Set.of(),
                Map.of());
    }

    private static FfmpegProgram withFfprobe(Path folder, String script) throws IOException {
        var ffprobe = Files.writeString(folder.resolve("ffprobe"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(ffprobe, PosixFilePermissions.fromString("rwxr-xr-x"));
        return fake(folder.resolve("ffmpeg"));
    }

    @Test
    void aFilmIsDescribedAsItIs() throws Exception {
        var source = probe(film);
        var video = source.video().orElseThrow();

        assertThat(video.codec()).isEqualTo("h264");
        assertThat(video.width()).isEqualTo(160);
        assertThat(video.frameRate()).isEqualTo(new Rational(25, 1));
        assertThat(video.isVariableRate()).isFalse();
        assertThat(video.frames()).isEqualTo(50);
        assertThat(source.audio().getFirst().codec()).isEqualTo("aac");
        assertThat(source.duration().orElseThrow())
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
    }

    @Test
    void theNameOfAFileSaysNothing() throws Exception {
        var odd = Files.copy(film, folder.resolve("-i http:%d pipe:0.txt"));

        assertThat(probe(odd).container()).startsWith("mov,mp4");
    }

    @Test
    void matroskaMillisecondsAreAConstantRateAndMissingFramesAreNot() throws Exception {
        var even = make("even.mkv", "-r", "24000/1001");
        assertThat(probe(even).video().orElseThrow().frameRate())
                .isEqualTo(new Rational(24_000, 1001));
        assertThat(probe(even).video().orElseThrow().isVariableRate()).isFalse();

        var uneven = make("uneven.mkv", "-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr");
        assertThat(probe(uneven).video().orElseThrow().isVariableRate()).isTrue();
    }

    @Test
    void aTurnedFilmIsTurnedTheRightWay() throws Exception {
        var turned = folder.resolve("turned.mp4");
        // The option counts counter-clockwise, as the display matrix does.
        run(
                List.of(
                        "-display_rotation:v",
                        "-90",
                        "-i",
                        film.toString(),
                        "-c",
                        "copy",
                        turned.toString()));

        var video = probe(turned).video().orElseThrow();

        assertThat(video.rotationDegrees()).isEqualTo(90);
        assertThat(video.displayWidth()).isEqualTo(90);
    }

    @Test
    void coverArtOfASongIsNoVideo() throws Exception {
        var song = folder.resolve("song.mp3");
        run(
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=1",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:s=64x64:d=1",
                        "-map",
                        "0",
                        "-map",
                        "1",
                        "-c:a",
                        "libmp3lame",
                        "-c:v",
                        "mjpeg",
                        "-frames:v",
                        "1",
                        "-disposition:v",
                        "attached_pic",
                        song.toString()));

        assertThat(probe(song).video()).isEmpty();
        assertThat(probe(song).audio()).hasSize(1);
    }

    @Test
    void aRawStreamHasNoDuration() throws Exception {
        assertThat(probe(make("raw.h264", "-an")).duration()).isEmpty();
    }

    @Test
    void aHeaderWithoutFramesIsRefused() throws Exception {
        var empty = make("empty.mp4", "-movflags", "+frag_keyframe+empty_moov", "-c:a", "aac");
        var bytes = Files.readAllBytes(empty);
        int moof = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moof");
        Files.write(empty, java.util.Arrays.copyOf(bytes, moof - 4));

        assertThatThrownBy(() -> probe(empty))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no frames at all (empty.mp4)");
    }

    @Test
    void aMissingFileIsMissing() {
        assertThatThrownBy(() -> probe(folder.resolve("none.mp4")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> probe(folder)).isInstanceOf(MediaFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffconcat version 1.0\nfile '%s'\n",
                "\uFEFF#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://%s\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXTINF:2,\nhttp://169.254.169.254/%s\n",
                "<?xml version=\"1.0\"?><MPD><BaseURL>%s</BaseURL></MPD>",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
                "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
                "just some text",
                "RIFF\u0000\u0000\u0000\u0000AVI nothing",
                "",
            })
    void whatNamesOtherFilesOrIsNoFilmIsRefused(String content) throws Exception {
        for (var name : List.of("x.m3u8", "x.mp4", "x.ffconcat", "x.sdp")) {
            var file = Files.writeString(folder.resolve(name), content.formatted(film));

            assertThatThrownBy(() -> probe(file))
                    .isInstanceOf(MediaFormatException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aPlaylistIsCalledOne() throws Exception {
        var file = Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\nfile:///etc/passwd\n");

        assertThatThrownBy(() -> probe(file))
                .hasMessageContaining("an HLS playlist names other files");
    }

    @Test
    void addressesOfThisMachineAreNoWebAddresses() {
        for (var uri : List.of("file:///etc/passwd", "concat:a|b", "/etc/passwd", "gopher://x")) {
            var input = SourceInput.of(URI.create(uri.replace("|", "%7C")));

            assertThatThrownBy(() -> SourceProbe.probe(program, input))
                    .isInstanceOf(MediaFormatException.class)
                    .hasMessageContaining("no address that is opened");
        }
    }

    @Test
    void anAddressWhereNobodyListensIsAnIoFailure() {
        var input = SourceInput.of(URI.create("http://127.0.0.1:1/film.mp4"));

        assertThatThrownBy(() -> SourceProbe.probe(program, input))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:1/film.mp4");
    }

    @Test
    void aProbeThatHangsIsKilled(@TempDir Path own) throws Exception {
        var hanging = withFfprobe(own, "sleep 600 & wait\n");

        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () ->
                                SourceProbe.probe(
                                        hanging, SourceInput.of(film), Duration.ofMillis(500)));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void aProbeThatCrashesSilentlyFailed(@TempDir Path own) throws Exception {
        var crashing = withFfprobe(own, "kill -SEGV $$\n");

        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () -> SourceProbe.probe(crashing, SourceInput.of(film)));

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void aProbeThatNeverStopsTalkingIsCutOff(@TempDir Path own) throws Exception {
        var talking = withFfprobe(own, "exec yes '{\"a\": 1}'\n");

        assertThatThrownBy(() -> SourceProbe.probe(talking, SourceInput.of(film)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("the maximum is " + SourceProbe.MAX_JSON_BYTES);
    }

    @Test
    void keyframesOfARealFileAreFound() throws Exception {
        var source = probe(film);
        var scan = new PacketScan(program);

        assertThat(scan.find(source, Duration.ofSeconds(1), Duration.ofMillis(125)))
                .isEqualTo(new Found.Cuts(List.of(new Rational(0, 1), new Rational(1, 1))));
        assertThat(scan.find(source, Duration.ofMillis(500), Duration.ofMillis(60)))
                .isInstanceOfSatisfying(
                        Found.NoCuts.class,
                        none -> assertThat(none.reason()).contains("more than 0.6 s after"));
    }

    @Test
    void cutsCountFromTheStartOfTheSourceEvenIfThePictureComesLater() throws Exception {
        var late = folder.resolve("late.mkv");
        run(
                List.of(
                        "-itsoffset",
                        "0.4",
                        "-i",
                        film.toString(),
                        "-i",
                        film.toString(),
                        "-map",
                        "0:v",
                        "-map",
                        "1:a",
                        "-c",
                        "copy",
                        late.toString()));

        assertThat(
                        new PacketScan(program)
                                .find(probe(late), Duration.ofSeconds(1), Duration.ofMillis(125)))
                .isInstanceOfSatisfying(
                        Found.Cuts.class,
                        cuts -> {
                            assertThat(cuts.seconds().getFirst()).isEqualTo(new Rational(0, 1));
                            assertThat(cuts.seconds().get(1).toDouble()).isBetween(1.39, 1.43);
                        });
    }
}
