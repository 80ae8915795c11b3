package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.PartialFolder;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.QualityMeter;
import dev.anabranch.transcode.plan.ProbePlanner;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.title.PerTitle;
import dev.anabranch.transcode.title.ProbePoint;
import dev.anabranch.transcode.title.Samples;
import dev.anabranch.transcode.title.TitleAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes samples of a film as the final plan would, at several rates, and compares them with the
/// film. A child process after the other: one that encodes a sample at all sizes and one rate, as
/// large as the final one, and one that decodes what came and compares it.
///
/// Run by one thread; [#close] may be called by any.
final class TitleProbe implements AutoCloseable {

    private final Source source;
    private final TranscodeSettings settings;
    private final TranscodeBackend backend;
    private final FfmpegProgram program;
    private final Consumer<TitleProgress> onProgress;
    private String why = "not one frame came";
    private @Nullable Runnable killing; // guarded by this
    private boolean isClosed; // guarded by this

    /// @param program that compares
    TitleProbe(
            Source source,
            TranscodeSettings settings,
            TranscodeBackend backend,
            FfmpegProgram program,
            Consumer<TitleProgress> onProgress) {
        this.source = source;
        this.settings = settings;
        this.backend = backend;
        this.program = program;
        this.onProgress = onProgress;
    }

    /// @param parent where a folder for samples is made meanwhile
    TitleAnalysis analysis(PerTitle wanted, Path parent)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var meter = QualityMeter.of(program, wanted.metric());
        var planner = ProbePlanner.of(source, settings, backend);
        var samples = Samples.of(wanted, settings.trim(), planner.length(), settings.segment());
        List<ProbePoint> points;
        List<Trim> empty;
        try (var folder = PartialFolder.in(parent, ".probe-")) {
            var session = new Session(planner, samples, meter, folder.path());
            points = session.points();
            empty = session.empty;
        }
        var words = new TitleWords(source, settings, planner, backend, empty);
        return TitleAnalysis.of(
                words.about(samples, meter, program), wanted, settings.ladder().layouts(), points);
    }

    /// What one size and rate has come to so far.
    private static final class Tally {
        private double seconds;
        private long bytes;
        private QualityMeter.Loss loss = QualityMeter.Loss.NOTHING;
    }

    /// All samples at all rates.
    private final class Session {

        private final ProbePlanner planner;
        private final Samples samples;
        private final QualityMeter meter;
        private final Path folder;
        private final Tally[][] tallies;
        private final List<Trim> empty = new ArrayList<>();
        private int steps;

        Session(ProbePlanner planner, Samples samples, QualityMeter meter, Path folder) {
            this.planner = planner;
            this.samples = samples;
            this.meter = meter;
            this.folder = folder;
            tallies = new Tally[planner.points()][planner.sizes().size()];
            for (var row : tallies) {
                Arrays.setAll(row, _ -> new Tally());
            }
        }

        List<ProbePoint> points()
                throws ProgramException, MediaFormatException, IOException, InterruptedException {
            for (int sample = 0; sample < samples.parts().size(); sample++) {
                tryOut(sample);
            }
            if (empty.size() == samples.parts().size()) {
                throw MediaFormatException.malformed(
                        source.input().name(),
                        "it could not be decoded from %.1f s on: %s"
                                .formatted(empty.getFirst().start().toMillis() / 1000.0, why));
            }
            var points = new ArrayList<ProbePoint>();
            for (int i = 0; i < planner.sizes().size(); i++) {
                for (int point = 0; point < planner.points(); point++) {
                    points.add(point(point, i));
                }
            }
            return points;
        }

        private ProbePoint point(int point, int size) {
            var tally = tallies[point][size];
            long bits = Math.max(1, Math.round(8 * tally.bytes / tally.seconds));
            double lost = tally.loss.sum() / tally.loss.frames();
            return new ProbePoint(
                    planner.sizes().get(size),
                    planner.crf(point),
                    bits,
                    meter.metric().quality(lost));
        }

        /// A film that is cut off may end before a sample begins: others speak for it.
        private void tryOut(int sample)
                throws ProgramException, MediaFormatException, IOException, InterruptedException {
            for (int point = 0; point < planner.points(); point++) {
                if (!hasPictures(sample, point)) {
                    empty.add(samples.parts().get(sample));
                    return;
                }
            }
        }

        private boolean hasPictures(int sample, int point)
                throws ProgramException, MediaFormatException, IOException, InterruptedException {
            var part = samples.parts().get(sample);
            var plan = planner.plan(point, part);
            try (var files = new ProbeFiles(folder)) {
                say(sample, point, "encode");
                encode(plan, files);
                if (lacksAny(plan, files)) {
                    return false;
                }
                say(sample, point, "compare");
                compare(plan, files, point, length(part));
                return true;
            }
        }

        private void say(int sample, int point, String what) {
            var rate =
                    planner.crf(point).isPresent()
                            ? "CRF " + planner.crf(point).getAsInt()
                            : "rate " + (point + 1) + " of " + planner.points();
            int all = 2 * samples.parts().size() * planner.points();
            onProgress.accept(
                    new TitleProgress(
                            steps++,
                            all,
                            "sample %d of %d, %s: %s"
                                    .formatted(sample + 1, samples.parts().size(), rate, what)));
        }

        private Optional<Duration> length(Trim part) {
            return samples.isWhole()
                    ? planner.length()
                    : part.end().map(end -> end.minus(part.start()));
        }

        private void compare(
                TranscodePlan plan, ProbeFiles files, int point, Optional<Duration> length)
                throws ProgramException, MediaFormatException, IOException, InterruptedException {
            var made = new ArrayList<WorkFile>();
            for (var output : plan.video()) {
                made.add(files.file(output.trackId()).orElseThrow());
            }
            var paths = made.stream().map(WorkFile::path).toList();
            var losses = meter.measure(plan, paths, folder, child -> running(child::close));
            for (int i = 0; i < made.size(); i++) {
                var loss = losses.get(i);
                var file = made.get(i);
                if (loss.frames() != file.frames()) {
                    throw MediaFormatException.malformed(
                            source.input().name(),
                            "%d pictures can be compared of %d that were encoded of a sample"
                                    .formatted(loss.frames(), file.frames()));
                }
                var tally = tallies[point][i];
                tally.bytes += file.bytes();
                tally.loss = tally.loss.plus(loss);
                tally.seconds += seconds(file, planner.sizes().get(i).frameDivisor(), length);
            }
        }

        private double seconds(WorkFile file, int divisor, Optional<Duration> length) {
            var video = source.video().orElseThrow();
            return video.isVariableRate() && length.isPresent()
                    ? length.get().toNanos() / 1e9
                    : file.frames() * divisor / video.frameRate().toDouble();
        }
    }

    private void encode(TranscodePlan plan, ProbeFiles files)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var refusal = backend.refusal(plan);
        if (refusal.isPresent()) {
            throw new ProgramException(Kind.UNSUPPORTED, backend.name() + ": " + refusal.get());
        }
        try (var run = backend.start(plan, files)) {
            running(run::close);
            run.await();
        } catch (ProgramException failed) {
            if (failed.kind() == Kind.FAILED && !failed.isBySignal() && lacksAny(plan, files)) {
                why = String.valueOf(failed.getMessage());
                return;
            }
            throw failed.said(source.input().name() + ": " + failed.getMessage());
        }
    }

    private static boolean lacksAny(TranscodePlan plan, ProbeFiles files) {
        return plan.video().stream()
                .anyMatch(output ->
                        files.file(output.trackId()).filter(f -> f.frames() > 0).isEmpty());
    }

    private void running(Runnable kill) {
        synchronized (this) {
            killing = kill;
            if (!isClosed) {
                return;
            }
        }
        kill.run();
    }

    /// Kills what runs; [#analysis] then throws.
    @Override
    public void close() {
        Runnable kill;
        synchronized (this) {
            isClosed = true;
            kill = killing;
        }
        if (kill != null) {
            kill.run();
        }
    }
}
