package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The renditions of a chunk on their way to its folder: beside it while they grow, in it when they
/// are whole.
final class ChunkFiles implements TrackSink, AutoCloseable {

    private static final String PARTIAL = ".part";

    private final Chunk chunk;
    private final Path folder;
    private final Path partial;
    private final Runnable onGrowth;
    private final Map<Integer, WorkFile> files = new ConcurrentHashMap<>();
    private final Map<Integer, Start> starts = new ConcurrentHashMap<>();

    /// The first frame of a rendition.
    private record Start(Timescale clock, long ptsTicks) {}

    private ChunkFiles(Chunk chunk, Path folder, Path partial, Runnable onGrowth) {
        this.chunk = chunk;
        this.folder = folder;
        this.partial = partial;
        this.onGrowth = onGrowth;
    }

    /// New ones; what an earlier run of the same chunk left is deleted.
    static ChunkFiles of(Chunk chunk, Path folder, Runnable onGrowth) throws IOException {
        var partial = folder.resolveSibling(folder.getFileName() + PARTIAL);
        delete(partial);
        Files.createDirectory(partial);
        return new ChunkFiles(chunk, folder, partial, onGrowth);
    }

    /// A rendition in the folder of a chunk.
    static Path file(Path folder, int trackId) {
        return folder.resolve(trackId + ".mp4");
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static int divisor(VideoOutput output) {
        return output instanceof VideoOutput.Encoded encoded ? encoded.frameDivisor() : 1;
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        int id = track.track().id();
        // Durations stay as the encoder has them: only that of the very last frame is mended,
        // later.
        files.put(id, WorkFile.create(file(partial, id), track, 1));
        starts.put(id, new Start(track.track().timescale(), Long.MIN_VALUE));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        int id = frame.trackId();
        var file = Objects.requireNonNull(files.get(id));
        if (file.frames() == 0) {
            starts.computeIfPresent(id, (_, start) -> new Start(start.clock, frame.ptsTicks()));
        }
        try {
            if (file.add(frame)) {
                onGrowth.run();
            }
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void end(int trackId) throws IOException {
        try {
            Objects.requireNonNull(files.get(trackId)).end();
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    ChunkRun.Amount amount(int trackId) {
        var file = files.get(trackId);
        var start = starts.get(trackId);
        if (file == null || start == null) {
            return ChunkRun.Amount.NOTHING;
        }
        var before = start.clock.duration(Math.max(0, start.ptsTicks));
        var time = file.reached().minus(before);
        return new ChunkRun.Amount(
                file.frames(), file.bytes(), time.isNegative() ? java.time.Duration.ZERO : time);
    }

    /// Whether every rendition begins with the picture it was to begin with, and has as many.
    boolean isAsPlanned() {
        var timeBase = chunk.plan().source().video().orElseThrow().timeBase();
        return chunk.plan().video().stream().allMatch(output -> isAsPlanned(output, timeBase));
    }

    private boolean isAsPlanned(VideoOutput output, Rational timeBase) {
        var file = files.get(output.trackId());
        var start = starts.get(output.trackId());
        if (file == null || start == null) {
            return false;
        }
        long planned = Math.multiplyExact(chunk.excerpt().firstTicks(), timeBase.numerator());
        long ticks = Math.multiplyExact(planned, start.clock.ticksPerSecond());
        return file.frames() == chunk.frames(divisor(output))
                && Math.abs(start.ptsTicks - (double) ticks / timeBase.denominator()) < 1;
    }

    /// Puts them where they belong.
    void finish() throws IOException {
        delete(folder);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
    }
}
