package dev.anabranch.transcode.ffmpeg;

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
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Encodes half a second of a test picture to see whether an encoder of ffmpeg works on this
/// machine and puts keyframes where it is told. Used once, by one thread.
final class EncoderTrial {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int FRAMES = 12;
    private static final String SOURCE = "testsrc2=size=640x384:rate=25:duration=0.48";
    private static final Rational ORDERED = new Rational(1, 5);

    private final FfmpegProgram program;
    private final VideoCodec codec;
    private final String encoder;

    EncoderTrial(FfmpegProgram program, VideoCodec codec, String encoder) {
        this.program = program;
        this.codec = codec;
        this.encoder = encoder;
    }

    /// Why it cannot be used; empty when it can.
    Optional<String> failure() {
        var frames = new Frames();
        try (var process = program.start(Protocols.PIPE, arguments(), LIMIT)) {
            process.input().close();
            new FragmentedTrackReader(
                            process.output(), 1, FfmpegBackend.FILE_OFFSET_SECONDS, frames)
                    .read();
            process.await();
        } catch (ProgramException failed) {
            return Optional.of(reason(failed));
        } catch (IOException | MediaFormatException broken) {
            return Optional.of("what it made in a trial cannot be read: " + broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("the trial was interrupted");
        }
        if (frames.count != FRAMES) {
            return Optional.of("it made %d frames of %d".formatted(frames.count, FRAMES));
        }
        return frames.hasOrdered
                ? Optional.empty()
                : Optional.of("it puts keyframes where it likes, not where it is told");
    }

    /// What ffmpeg said first tells most.
    private static String reason(ProgramException failed) {
        var lines = String.valueOf(failed.getMessage()).lines().map(String::strip).toList();
        return "a trial failed: " + lines.get(lines.size() > 1 ? 1 : 0);
    }

    private List<String> arguments() {
        var output = output();
        var kind = Hardware.ofEncoder(encoder);
        var words = new ArrayList<String>();
        kind.ifPresent(hardware -> words.addAll(hardware.deviceOptions()));
        words.addAll(List.of("-f", "lavfi", "-i", SOURCE));
        words.addAll(
                List.of("-vf", kind.map(hardware -> hardware.upload(8)).orElse("format=yuv420p")));
        words.addAll(FfmpegEncoders.options(output, plan(output)));
        words.addAll(List.of("-force_key_frames", "0,0.2"));
        words.addAll(FfmpegCommand.FRAGMENTS);
        words.add("pipe:1");
        return words;
    }

    private VideoOutput.Encoded output() {
        return new VideoOutput.Encoded(
                1,
                codec,
                encoder,
                640,
                384,
                1,
                new RateControl(OptionalInt.empty(), 500_000, 750_000, 1_000_000),
                Preset.BALANCED,
                Optional.empty(),
                OptionalInt.empty(),
                8,
                SourceVideo.Range.SDR);
    }

    private static TranscodePlan plan(VideoOutput.Encoded output) {
        var source =
                new Source(
                        new SourceInput.OfUrl(java.net.URI.create("lavfi:trial")),
                        "lavfi",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        return new TranscodePlan(
                source,
                Duration.ofSeconds(1),
                new KeyframeGrid.AtTimes(List.of(new Rational(0, 1), ORDERED)),
                PictureSettings.UNCHANGED,
                Trim.WHOLE,
                List.of(output),
                List.of(),
                Limits.NONE,
                List.of(),
                ExtrasPlan.NONE);
    }

    /// Counts what comes.
    private static final class Frames implements TrackSink {

        private long ticksPerSecond = 1;
        private int count;
        private boolean hasOrdered;

        @Override
        public void track(IndexedTrack track) {
            ticksPerSecond = track.track().timescale().ticksPerSecond();
        }

        @Override
        public void frame(Frame frame) {
            try (frame) {
                count++;
                double late = (double) frame.ptsTicks() / ticksPerSecond - ORDERED.toDouble();
                hasOrdered |= frame.isKeyframe() && Math.abs(late) < 0.001;
            }
        }

        @Override
        public void end(int trackId) {}
    }
}
