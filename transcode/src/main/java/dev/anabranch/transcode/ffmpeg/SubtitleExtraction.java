package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Source.SourceText;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Text subtitles of a source on their way into files: an ffmpeg of its own beside the encoder,
/// whichever that is, reads through the source and decodes nothing but them. So it cannot hold the
/// encoder back, nor fail it. Safe for use by many threads.
///
/// WebVTT is taken as it is, with places and identifiers; all else becomes SubRip, which keeps
/// italics and places. What ends behind what is taken is left out, what comes before its start is
/// not. Files and addresses are read a second time for it.
public final class SubtitleExtraction implements AutoCloseable {

    /// Bytes of a file, after which ffmpeg stops: a film of four hours has some 300 KB. A file that
    /// reaches it is not whole.
    public static final int MAX_BYTES = 16 << 20;

    /// Cues in the files are so much later than in the source, where there may be some before 0,
    /// which SubRip cannot say.
    public static final long OFFSET_MILLIS = FfmpegBackend.FILE_OFFSET_SECONDS * 1000;

    private static final Duration STALL = Duration.ofMinutes(1);

    private static final int MAX_LINES = 2;

    private final FfmpegProgram program;
    private final TranscodePlan plan;
    private final Path folder;
    private final FutureTask<List<Outcome>> task = new FutureTask<>(this::extract);
    private volatile @Nullable SupervisedProcess process;
    private volatile boolean isClosed;

    /// What came of a stream.
    public sealed interface Outcome {

        SourceText stream();

        /// @param isWebVtt whether that is what is in the file, else SubRip
        record Written(SourceText stream, Path file, boolean isWebVtt) implements Outcome {}

        /// @param reason for people, mostly in the words of ffmpeg
        record Refused(SourceText stream, String reason) implements Outcome {}
    }

    private SubtitleExtraction(FfmpegProgram program, TranscodePlan plan, Path folder) {
        this.program = program;
        this.plan = plan;
        this.folder = folder;
    }

    /// Starts what the plan carries over.
    ///
    /// @param folder where the files go, a name each
    public static SubtitleExtraction start(FfmpegProgram program, TranscodePlan plan, Path folder) {
        var extraction = new SubtitleExtraction(program, plan, folder);
        Thread.ofPlatform().daemon().name("subtitles").start(extraction.task);
        return extraction;
    }

    /// Waits until all are there, or are known not to come; but not for longer than `longest`,
    /// after which it is stopped: a text can be such that ffmpeg takes hours.
    ///
    /// @return in the order of the plan
    /// @throws ProgramException of the kind [Kind#CANCELLED] when it was closed before
    public List<Outcome> await(Duration longest)
            throws ProgramException, IOException, InterruptedException {
        try {
            return task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            close();
            return refused(plan.extras().subtitles().carried(), "ffmpeg took too long for them");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case ProgramException e -> throw e;
                case IOException e -> throw e;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /// All in one go; where that fails, one after the other, for ffmpeg gives up on all because of
    /// one.
    private List<Outcome> extract() throws ProgramException, IOException, InterruptedException {
        var streams = plan.extras().subtitles().carried();
        if (streams.isEmpty()) {
            return List.of();
        }
        var together = extract(streams);
        if (streams.size() == 1 || together.getFirst() instanceof Outcome.Written) {
            return together;
        }
        var outcomes = new ArrayList<Outcome>();
        for (var stream : streams) {
            outcomes.addAll(extract(List.of(stream)));
        }
        return outcomes;
    }

    /// Either all of them are written or none.
    private List<Outcome> extract(List<SourceText> streams)
            throws ProgramException, IOException, InterruptedException {
        try {
            run(command(streams));
        } catch (ProgramException failed) {
            if (failed.kind() == Kind.CANCELLED) {
                throw failed;
            }
            return refused(streams, String.valueOf(failed.getMessage()));
        } catch (MediaFormatException unreachable) {
            return refused(streams, String.valueOf(unreachable.getMessage()));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var stream : streams) {
            outcomes.add(new Outcome.Written(stream, file(stream), isWebVtt(stream)));
        }
        return outcomes;
    }

    private void run(List<String> command)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var input = plan.source().input();
        var started =
                program.with(input.environment())
                        .start(Ffprobe.protocols(input), command, plan.limits());
        try (started) {
            process = started;
            if (isClosed) {
                started.close();
            }
            started.input().close();
            started.output().readAllBytes();
            started.await();
        }
    }

    private List<String> command(List<SourceText> streams) {
        var words = new ArrayList<String>();
        // What was probed, not what the content may pretend to be a second time.
        words.addAll(List.of("-f", plan.source().container().split(",")[0]));
        if (plan.source().input() instanceof SourceInput.OfUrl) {
            words.addAll(List.of("-rw_timeout", Long.toString(STALL.toMillis() * 1000)));
        }
        words.addAll(List.of("-i", Ffprobe.address(plan.source().input())));
        for (var stream : streams) {
            words.addAll(List.of("-map", "0:" + stream.index()));
            words.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
            words.addAll(List.of("-avoid_negative_ts", "disabled"));
            words.addAll(
                    List.of("-output_ts_offset", Long.toString(FfmpegBackend.FILE_OFFSET_SECONDS)));
            plan.trim()
                    .end()
                    .ifPresent(end -> words.addAll(List.of("-t", FfmpegCommand.seconds(end))));
            words.addAll(List.of("-fs", Integer.toString(MAX_BYTES)));
            words.addAll(List.of("-c:s", isWebVtt(stream) ? "copy" : "subrip"));
            words.addAll(List.of("-f", isWebVtt(stream) ? "webvtt" : "srt"));
            words.add(FfmpegCommand.LOCAL + file(stream));
        }
        return words;
    }

    private Path file(SourceText stream) {
        return folder.resolve("subtitles-%d.txt".formatted(stream.index()));
    }

    private static boolean isWebVtt(SourceText stream) {
        return stream.codec().equals("webvtt");
    }

    private static List<Outcome> refused(List<SourceText> streams, String message) {
        var reason =
                message.lines()
                        .filter(line -> !line.isBlank())
                        .distinct()
                        .limit(MAX_LINES + 1L)
                        .collect(Collectors.joining("; "));
        return streams.stream().<Outcome>map(one -> new Outcome.Refused(one, reason)).toList();
    }

    /// Stops it.
    @Override
    public void close() {
        isClosed = true;
        var running = process;
        if (running != null) {
            running.close();
        }
    }
}
