package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.Input;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.VodPresentation;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The work files of a run: a folder that is filled by the encoders, a thread a track, and opened as
/// a presentation while it grows.
final class WorkFolder implements TrackSink, AutoCloseable {

    private final Path folder;
    private final TranscodePlan plan;
    private final Runnable onGrowth;
    private final Map<Integer, WorkFile> files = new ConcurrentHashMap<>();

    /// @param onGrowth called by the threads of tracks when a file has got a fragment more, or has
    ///   ended
    private WorkFolder(Path folder, TranscodePlan plan, Runnable onGrowth) {
        this.folder = folder;
        this.plan = plan;
        this.onGrowth = onGrowth;
    }

    static WorkFolder in(Path parent, TranscodePlan plan, Runnable onGrowth) throws IOException {
        Files.createDirectories(parent);
        return new WorkFolder(
                Files.createTempDirectory(parent, ".transcode-"), plan, onGrowth);
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        int id = track.track().id();
        files.put(id, WorkFile.create(folder.resolve(id + ".mp4"), track, divisor(id)));
    }

    private int divisor(int trackId) {
        return plan.video().stream()
                .filter(output -> output.trackId() == trackId)
                .mapToInt(output ->
                        output instanceof VideoOutput.Encoded encoded ? encoded.frameDivisor() : 1)
                .findFirst()
                .orElse(1);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        try {
            if (file(frame.trackId()).orElseThrow().add(frame)) {
                onGrowth.run();
            }
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void end(int trackId) throws IOException {
        try {
            file(trackId).orElseThrow().end();
            onGrowth.run();
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    Optional<WorkFile> file(int trackId) {
        return Optional.ofNullable(files.get(trackId));
    }

    /// Up to when all tracks have come; zero before the last of them has begun. A track that has
    /// ended is not waited for.
    Timestamp written() {
        var least = Optional.<Timestamp>empty();
        for (int id : ids()) {
            var file = file(id);
            if (file.isEmpty()) {
                return Timestamp.ZERO;
            }
            var end = file.get().written();
            if (!file.get().hasEnded() && least.filter(t -> t.compareTo(end) <= 0).isEmpty()) {
                least = Optional.of(end);
            }
        }
        return least.orElse(Timestamp.ZERO);
    }

    private List<Integer> ids() {
        var ids = new ArrayList<Integer>();
        plan.video().forEach(output -> ids.add(output.trackId()));
        plan.audio().forEach(output -> ids.add(output.trackId()));
        return ids;
    }

    /// What is there, as a presentation.
    ///
    /// @param packager made of [#inputs], with what is wanted of the output
    VodPresentation open(Packager packager) throws IOException, MediaFormatException {
        return open(packager, List.copyOf(files.values()).iterator());
    }

    /// With the lock of one file after the other, so that none is caught within a fragment.
    private static VodPresentation open(Packager packager, java.util.Iterator<WorkFile> rest)
            throws IOException, MediaFormatException {
        return rest.hasNext()
                ? rest.next().locked(() -> open(packager, rest))
                : packager.open();
    }

    /// The files as the packager takes them: pictures, then sound, in the order of the plan.
    List<Input> inputs() {
        var inputs = new ArrayList<Input>();
        for (VideoOutput output : plan.video()) {
            file(output.trackId())
                    .ifPresent(file -> inputs.add(Input.of(file.path(), Input.Role.RENDITION)));
        }
        for (AudioOutput output : plan.audio()) {
            file(output.trackId())
                    .ifPresent(file ->
                            inputs.add(
                                    new Input(
                                            file.path(),
                                            Input.Role.AUDIO,
                                            output.language(),
                                            output.title(),
                                            List.of())));
        }
        return inputs;
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
