package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Ffprobe;
import dev.anabranch.transcode.plan.FrameScan;
import dev.anabranch.transcode.plan.FrameTimes;
import dev.anabranch.transcode.process.ProgramException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Has ffprobe list the packets of a stream and keeps their times.
///
/// @param limit the longest it may take
public record PacketTimes(FfmpegProgram program, Duration limit) implements FrameScan {

    /// By the ffprobe that comes with `program`. Reads all of the file, for at most half an hour.
    public PacketTimes(FfmpegProgram program) {
        this(program, Duration.ofMinutes(30));
    }

    @Override
    public Found find(Source source)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var video = source.video().orElseThrow();
        var questions =
                List.of(
                        "-select_streams",
                        String.valueOf(video.index()),
                        "-show_entries",
                        "packet=pts,flags",
                        "-of",
                        "csv");
        boolean isMpeg = source.container().startsWith("mpeg");
        var start = isMpeg ? StartTimes.ofUsed(program, source) : StartTimes.of(program, source);
        if (start.isEmpty()) {
            return new Found.NoTimes("the container does not say when it starts");
        }
        // Of others ffmpeg does not mend the times.
        var times = new Collected(video.timeBase(), start.get(), isMpeg);
        try (var process = Ffprobe.beside(program).start(source.input(), questions, limit)) {
            process.input().close();
            var lines =
                    new BufferedReader(
                            new InputStreamReader(process.output(), StandardCharsets.US_ASCII));
            for (var line = lines.readLine();
                    line != null && times.misfit.isEmpty();
                    line = lines.readLine()) {
                times.line(line.split(",", 4));
            }
            if (times.misfit.isEmpty()) {
                process.await();
            }
        }
        return times.found();
    }

    /// Times as they come, in decode order.
    static final class Collected {

        /// A day at 60 frames a second.
        private static final int MAX_FRAMES = 5_200_000;

        /// After a longer pause ffmpeg takes times for a new count, which it joins to the old one.
        private static final double MAX_PAUSE_SECONDS = 5;

        private final Rational timeBase;
        private final Duration start;
        private final boolean canJump;
        private long[] frames = new long[1024];
        private long[] keyframes = new long[64];
        private int count;
        private int keyframeCount;
        private String misfit = "";

        Collected(Rational timeBase, Duration start, boolean canJump) {
            this.timeBase = timeBase;
            this.start = start;
            this.canJump = canJump;
        }

        void line(String[] fields) {
            if (fields[0].equals("packet")) {
                packet(fields);
            }
        }

        private void packet(String[] fields) {
            if (fields.length < 3 || !fields[1].matches("-?\\d{1,15}")) {
                misfit = "not all of its pictures have times";
                return;
            }
            if (fields[2].contains("D")) {
                // Decoded and not shown, as an edit list has it.
                return;
            }
            long ticks = Long.parseLong(fields[1]);
            boolean isKeyframe = fields[2].startsWith("K");
            if (count == 0 && !isKeyframe) {
                misfit = "it begins in the middle of a group of pictures";
            } else if (count == MAX_FRAMES) {
                misfit = "it has more than " + MAX_FRAMES + " pictures";
            } else {
                add(ticks, isKeyframe);
            }
        }

        private void add(long ticks, boolean isKeyframe) {
            if (count == frames.length) {
                frames = Arrays.copyOf(frames, 2 * count);
            }
            frames[count++] = ticks;
            if (!isKeyframe) {
                return;
            }
            if (keyframeCount > 0 && ticks <= keyframes[keyframeCount - 1]) {
                misfit = "its times go back";
            }
            if (keyframeCount == keyframes.length) {
                keyframes = Arrays.copyOf(keyframes, 2 * keyframeCount);
            }
            keyframes[keyframeCount++] = ticks;
        }

        Found found() {
            if (misfit.isEmpty() && count == 0) {
                misfit = "it has no pictures";
            }
            if (!misfit.isEmpty()) {
                return new Found.NoTimes(misfit);
            }
            long first = frames[0];
            var sorted = Arrays.copyOf(frames, count);
            Arrays.sort(sorted);
            if (sorted[0] < first) {
                return new Found.NoTimes("its first pictures need others that are not there");
            }
            for (int i = 1; i < count; i++) {
                long step = sorted[i] - sorted[i - 1];
                if (step == 0) {
                    return new Found.NoTimes("some of its pictures have the same time");
                }
                if (canJump && step * timeBase.toDouble() > MAX_PAUSE_SECONDS) {
                    return new Found.NoTimes("its times jump");
                }
            }
            return new Found.Times(times(sorted));
        }

        private FrameTimes times(long[] sorted) {
            long zero = Math.round(start.toNanos() / 1e9 / timeBase.toDouble());
            var keys = Arrays.copyOf(keyframes, keyframeCount);
            Arrays.setAll(sorted, i -> sorted[i] - zero);
            Arrays.setAll(keys, i -> keys[i] - zero);
            return new FrameTimes(timeBase, start, sorted, keys);
        }
    }
}
