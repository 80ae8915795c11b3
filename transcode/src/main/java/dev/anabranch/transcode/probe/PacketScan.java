package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Ffprobe;
import dev.anabranch.transcode.plan.KeyframeScan;
import dev.anabranch.transcode.process.ProgramException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Has ffprobe list the packets of a stream and never holds more of the list than one line.
///
/// @param limit the longest it may take
public record PacketScan(FfmpegProgram program, Duration limit) implements KeyframeScan {

    /// By the ffprobe that comes with `program`. Reads all of the file, for at most half an hour.
    public PacketScan(FfmpegProgram program) {
        this(program, Duration.ofMinutes(30));
    }

    @Override
    public Found find(Source source, Duration segment, Duration tolerance)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var video = source.video().orElseThrow();
        var questions =
                List.of(
                        "-select_streams",
                        String.valueOf(video.index()),
                        "-show_entries",
                        "packet=pts,duration,flags:format=start_time",
                        "-of",
                        "csv");
        var cuts = new CutSearch(video.timeBase(), segment, tolerance);
        try (var process = Ffprobe.beside(program).start(source.input(), questions, limit)) {
            process.input().close();
            var lines =
                    new BufferedReader(
                            new InputStreamReader(process.output(), StandardCharsets.US_ASCII));
            var misfit = read(lines, cuts);
            if (misfit.isPresent()) {
                return new Found.NoCuts(misfit.get());
            }
            process.await();
        }
        return cuts.found();
    }

    /// Why it does not fit, as soon as that is known.
    private static Optional<String> read(BufferedReader lines, CutSearch cuts) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var fields = line.split(",", 5);
            switch (fields[0]) {
                case "packet" -> packet(fields, cuts);
                case "format" -> cuts.start(fields.length > 1 ? fields[1] : "");
                default -> {}
            }
            if (cuts.misfit().isPresent()) {
                return cuts.misfit();
            }
        }
        return Optional.empty();
    }

    private static void packet(String[] fields, CutSearch cuts) {
        if (fields.length < 4 || !isTicks(fields[1])) {
            cuts.refuse("not all of its pictures have times");
            return;
        }
        if (fields[3].contains("D")) {
            cuts.refuse("it begins in the middle of a group of pictures");
            return;
        }
        long duration = isTicks(fields[2]) ? Long.parseLong(fields[2]) : 0;
        cuts.packet(Long.parseLong(fields[1]), duration, fields[3].startsWith("K"));
    }

    private static boolean isTicks(String text) {
        return text.matches("-?\\d{1,17}");
    }

    /// Cuts by the rule of [KeyframeScan#find], from packets in decode order.
    static final class CutSearch {

        private final Rational timeBase;
        private final long earliestTicks;
        private final long longestTicks;
        private final List<Long> cuts = new ArrayList<>();
        private boolean isCandidate;
        private long candidate;
        private long keyframe;
        private long end = Long.MIN_VALUE;
        private double startSeconds;
        private Optional<String> misfit = Optional.empty();

        CutSearch(Rational timeBase, Duration segment, Duration tolerance) {
            this.timeBase = timeBase;
            earliestTicks = ticks(segment.minus(tolerance));
            longestTicks = ticks(segment.plus(tolerance));
        }

        private long ticks(Duration duration) {
            return Math.round(duration.toNanos() / 1e9 / timeBase.toDouble());
        }

        Optional<String> misfit() {
            return misfit;
        }

        void refuse(String reason) {
            misfit = Optional.of(reason);
        }

        /// When the container starts; other streams may come before the picture.
        void start(String seconds) {
            try {
                startSeconds = Double.parseDouble(seconds);
            } catch (NumberFormatException unknown) {
                refuse("the container does not say when it starts");
            }
        }

        void packet(long pts, long duration, boolean isKeyframe) {
            if (cuts.isEmpty() && !isKeyframe) {
                refuse("it does not begin with a keyframe");
                return;
            }
            end = Math.max(end, pts + duration);
            if (isKeyframe) {
                keyframe(pts);
            } else if (pts < keyframe) {
                misfit =
                        Optional.of(
                                "pictures after the keyframe at %s need those before it (open GOP)"
                                        .formatted(text(keyframe)));
            } else {
                advance(pts);
            }
        }

        private void keyframe(long pts) {
            if (cuts.isEmpty()) {
                cuts.add(pts);
                keyframe = pts;
                return;
            }
            if (pts <= keyframe) {
                refuse("its times go back at " + text(pts));
                return;
            }
            keyframe = pts;
            advance(pts);
            if (pts >= cuts.getLast() + earliestTicks) {
                cut(pts);
            } else {
                isCandidate = true;
                candidate = pts;
            }
        }

        /// Cuts where it must, now that there is something at `pts`.
        private void advance(long pts) {
            while (pts > cuts.getLast() + longestTicks && misfit.isEmpty()) {
                if (!isCandidate) {
                    misfit =
                            Optional.of(
                                    "no keyframe comes for more than %.1f s after the one at %s"
                                            .formatted(
                                                    longestTicks * timeBase.toDouble(),
                                                    text(cuts.getLast())));
                    return;
                }
                cut(candidate);
            }
        }

        private void cut(long pts) {
            cuts.add(pts);
            isCandidate = false;
        }

        private String text(long pts) {
            return "%.2f s".formatted((pts - cuts.getFirst()) * timeBase.toDouble());
        }

        Found found() {
            if (cuts.isEmpty()) {
                return new Found.NoCuts("it has no pictures");
            }
            advance(end);
            if (misfit.isPresent()) {
                return new Found.NoCuts(misfit.get());
            }
            long zero = Math.round(startSeconds / timeBase.toDouble());
            var seconds = new ArrayList<Rational>(List.of(new Rational(0, 1)));
            for (long pts : cuts.subList(1, cuts.size())) {
                long ticks = Math.max(0, pts - zero);
                seconds.add(new Rational(ticks * timeBase.numerator(), timeBase.denominator()));
            }
            return new Found.Cuts(seconds);
        }
    }
}
