package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.ExtrasPlan;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs of scripts that call themselves ffmpeg, and do not do what it does.
@Timeout(60)
class StubbornProgramTest {

    /// The path of the first track's socket is in `$socket`.
    private static final String FAKE =
            """
            #!/bin/sh
            case "$*" in
              -version) echo "ffmpeg version 99.1-fake Copyright"; exit;;
              *-encoders) printf ' V..... = Video\\n V....D libopenh264 H.264\\n'; exit;;
            esac
            for word in "$@"; do
              case "$word" in unix:*) socket="${word#unix:}";; esac
            done
            %s
            """;

    @TempDir Path folder;
    private TranscodePlan plan;

    @BeforeEach
    void plan() {
        var picture =
                new SourceVideo(
                        0,
                        "mpeg4",
                        "",
                        64,
                        64,
                        Rational.ONE,
                        0,
                        new Rational(25, 1),
                        false,
                        new Rational(1, 25),
                        false,
                        "yuv420p",
                        8,
                        SourceVideo.Range.SDR,
                        0,
                        0,
                        Optional.empty(),
                        SourceVideo.Colour.UNKNOWN);
        var source =
                new Source(
                        SourceInput.of(folder.resolve("film.mp4")),
                        "mov",
                        Optional.empty(),
                        Optional.of(picture),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        plan =
                new TranscodePlan(
                        source,
                        Duration.ofSeconds(1),
                        new KeyframeGrid.EveryFrames(25),
                        PictureSettings.UNCHANGED,
                        Trim.WHOLE,
                        List.of(rendition()),
                        List.of(),
                        Limits.NONE,
                        List.of(),
                        ExtrasPlan.NONE);
    }

    private static VideoOutput.Encoded rendition() {
        return new VideoOutput.Encoded(
                1,
                VideoCodec.H264,
                "libopenh264",
                64,
                64,
                1,
                new RateControl(OptionalInt.empty(), 500_000, 750_000, 1_000_000),
                Preset.BALANCED,
                Optional.empty(),
                OptionalInt.empty(),
                8,
                SourceVideo.Range.SDR);
    }

    /// Lets all go.
    private static final class Nobody implements TrackSink {

        @Override
        public void track(IndexedTrack track) {}

        @Override
        public void frame(Frame frame) {
            frame.close();
        }

        @Override
        public void end(int trackId) {}
    }

    private TranscodeRun run(String script, Duration patience) throws Exception {
        var path = Files.writeString(folder.resolve("ffmpeg"), FAKE.formatted(script));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        var search = new FfmpegSearch(Optional.of(path), Map.of(), Optional.empty());
        return new FfmpegBackend(FfmpegProgram.find(search), Hardware.OFF, patience)
                .start(plan, new Nobody());
    }

    @Test
    void garbageEndsTheRunThoughTheProgramGoesOn() throws Exception {
        var white = "-f lavfi -i color=white:s=64x64 -frames:v 1 -f rawvideo";
        var run =
                run(
                        "ffmpeg -v error %s unix:$socket; exec sleep 600".formatted(white),
                        Duration.ofMinutes(5));

        assertThatThrownBy(run::await)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("a box of");
        assertGone(run.pid());
    }

    @Test
    void aProgramThatNeverBeginsHasStalled() throws Exception {
        var run = run("exec sleep 600", Duration.ofMillis(100));

        assertThatThrownBy(run::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        stalled -> assertThat(stalled.kind()).isEqualTo(Kind.STALLED))
                .hasMessageContaining("made nothing and used no processor time");
        assertGone(run.pid());
    }

    /// It holds the socket that is read to its end.
    @Test
    void aScriptThatLeavesTheRealProgramInTheBackgroundEndsWithIt() throws Exception {
        var pid = folder.resolve("pid");
        var endless = "-f lavfi -i testsrc2=s=64x64 -f rawvideo";
        var run =
                run(
                        "ffmpeg -v error -re %s unix:$socket & echo $! > %s; exit 0"
                                .formatted(endless, pid),
                        Duration.ofMinutes(5));

        // Whether it had written before it was killed, nobody knows.
        assertThat(catchThrowable(run::await))
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        garbage -> assertThat(garbage).isInstanceOf(MediaFormatException.class));
        assertGone(Long.parseLong(Files.readString(pid).strip()));
    }

    private static void assertGone(long pid) throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(10, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
