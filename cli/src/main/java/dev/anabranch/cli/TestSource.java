package dev.anabranch.cli;

import dev.anabranch.cli.TestPicture.PictureShape;
import dev.anabranch.client.PlaybackClock;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The test picture with a beep each second, encoded by ffmpeg while time passes. A thread of its
/// own draws; it stops when its time is over, when ffmpeg ends, and on [#close].
final class TestSource implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int SOUND_RATE = 48_000;
    private static final String BEEP =
            "aevalsrc=0.2*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.06):s=" + SOUND_RATE + ":d=%d";

    private final SupervisedProcess ffmpeg;
    private final Settings settings;
    private final Thread painter;

    /// What is sent.
    ///
    /// @param bitsPerSecond of the video
    /// @param keyframes how far apart
    /// @param duration zero means without end
    record Settings(PictureShape shape, int bitsPerSecond, Duration keyframes, Duration duration) {

        long frames() {
            return duration.isZero()
                    ? Long.MAX_VALUE
                    : duration.toMillis() * shape.framesPerSecond() / 1000;
        }

        Duration limit() {
            return duration.isZero() ? LONGEST : duration.plus(GRACE);
        }
    }

    private TestSource(SupervisedProcess ffmpeg, Settings settings) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
        this.painter = Thread.ofPlatform().name("test-picture").daemon().unstarted(this::paint);
    }

    /// @param output what ffmpeg is to do with it: format and where to
    static TestSource start(FfmpegProgram program, Settings settings, List<String> output)
            throws ProgramException {
        var encoder =
                program.h264Encoder()
                        .orElseThrow(() ->
                                new ProgramException(
                                        Kind.MISSING,
                                        program
                                                + " has no H.264 encoder: neither libx264 nor libopenh264"));
        var arguments = new ArrayList<>(inputs(settings));
        arguments.addAll(encoding(encoder, settings));
        arguments.addAll(output);
        var source =
                new TestSource(
                        program.start(Protocols.PIPE, arguments, settings.limit()), settings);
        source.painter.start();
        return source;
    }

    private static List<String> inputs(Settings settings) {
        var shape = settings.shape();
        long seconds = Math.max(1, settings.limit().toSeconds());
        return List.of(
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuv420p",
                "-video_size",
                shape.toString(),
                "-framerate",
                Integer.toString(shape.framesPerSecond()),
                "-i",
                "pipe:0",
                "-f",
                "lavfi",
                "-i",
                BEEP.formatted(seconds),
                "-map",
                "0:v",
                "-map",
                "1:a",
                "-shortest");
    }

    private static List<String> encoding(String encoder, Settings settings) {
        int fps = settings.shape().framesPerSecond();
        var gop = Long.toString(Math.max(1, settings.keyframes().toMillis() * fps / 1000));
        var rate = Integer.toString(settings.bitsPerSecond());
        var arguments =
                new ArrayList<>(
                        List.of(
                                "-c:v",
                                encoder,
                                "-b:v",
                                rate,
                                "-maxrate",
                                rate,
                                "-bufsize",
                                rate,
                                "-g",
                                gop,
                                "-bf",
                                "0",
                                "-threads",
                                "1"));
        if (encoder.equals("libx264")) {
            arguments.addAll(
                    List.of(
                            "-preset",
                            "veryfast",
                            "-tune",
                            "zerolatency",
                            "-keyint_min",
                            gop,
                            "-sc_threshold",
                            "0"));
        }
        arguments.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-flush_packets", "1"));
        return arguments;
    }

    /// What ffmpeg writes to its pipe, when [#start] was told so.
    InputStream output() {
        return ffmpeg.output();
    }

    /// Draws each frame when its time has come; time starts on a whole second, where the beep is.
    private void paint() {
        var picture = new TestPicture(settings.shape());
        PlaybackClock clock = SystemClock.MACHINE;
        try (var out = ffmpeg.input()) {
            var wall = InstantSource.system();
            var now = wall.instant();
            var start = Instant.ofEpochSecond(now.getEpochSecond() + 1);
            long startNanos = clock.nanos() + Duration.between(now, start).toNanos();
            for (long frame = 0; frame < settings.frames(); frame++) {
                long due = startNanos + frame * 1_000_000_000 / settings.shape().framesPerSecond();
                clock.awaitNanos(due);
                out.write(picture.draw(wall.instant(), frame));
                out.flush();
            }
        } catch (IOException ended) {
            // ffmpeg has ended; whoever waits for it learns why
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until all is sent.
    void await() throws ProgramException, InterruptedException {
        ffmpeg.await();
    }

    @Override
    public void close() {
        painter.interrupt();
        ffmpeg.close();
    }
}
