package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.packager.About;
import dev.anabranch.packager.Input;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.PartialFolder;
import dev.anabranch.packager.Pictures;
import dev.anabranch.packager.VodPresentation;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The work files of a run: a folder that is filled by the encoders, a thread a track, and opened
/// as a presentation while it grows.
final class WorkFolder implements TrackSink, AutoCloseable {

    private final PartialFolder folder;
    private final Map<Integer, WorkFile> files = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> frameDivisors = new HashMap<>();
    private final Map<Integer, StillOutput> wantedStills = new HashMap<>();
    private final Map<Integer, StillFiles> stills = new ConcurrentHashMap<>();
    private final Semaphore growth = new Semaphore(0);
    private volatile List<Wanted> wanted = List.of();
    private volatile List<Input> subtitles = List.of();
    private volatile About about = About.NOTHING;

    /// A track that is to come, and what it is for.
    private record Wanted(int trackId, Input.Role role, String language, String title) {}

    private WorkFolder(PartialFolder folder) {
        this.folder = folder;
    }

    /// A new one in `parent`, which is made when needed; those of killed runs there are deleted.
    static WorkFolder in(Path parent) throws IOException {
        return new WorkFolder(PartialFolder.in(parent, ".transcode-"));
    }

    Path path() {
        return folder.path();
    }

    /// Says which tracks will come; before the first does.
    void expect(TranscodePlan plan) {
        var all = new ArrayList<Wanted>();
        for (var output : plan.video()) {
            all.add(new Wanted(output.trackId(), Input.Role.RENDITION, "", ""));
            if (output instanceof VideoOutput.Encoded encoded) {
                frameDivisors.put(output.trackId(), encoded.frameDivisor());
            }
        }
        for (var output : plan.audio()) {
            all.add(
                    new Wanted(
                            output.trackId(), Input.Role.AUDIO, output.language(), output.title()));
        }
        plan.extras().stills().forEach(still -> wantedStills.put(still.trackId(), still));
        wanted = List.copyOf(all);
        about = SourceAbout.of(plan);
    }

    /// Waits until a file has got a fragment more or has ended, or [#wake] is called.
    void awaitGrowth() throws InterruptedException {
        growth.acquire();
        growth.drainPermits();
    }

    void wake() {
        growth.release();
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        int id = track.track().id();
        var still = wantedStills.get(id);
        if (still != null) {
            stills.put(id, StillFiles.of(still, path(), track));
            return;
        }
        if (track.track().codec() instanceof OpaqueConfiguration opaque) {
            throw new IOException(
                    MediaFormatException.unsupported(
                            "track " + id, "the encoder's output: " + opaque.reason()));
        }
        files.put(
                id,
                WorkFile.create(
                        path().resolve(id + ".mp4"), track, frameDivisors.getOrDefault(id, 1)));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        try {
            var still = stills.get(frame.trackId());
            if (still != null) {
                still.add(frame);
                return;
            }
            if (file(frame.trackId()).orElseThrow().add(frame)) {
                wake();
            }
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void end(int trackId) throws IOException {
        if (wantedStills.containsKey(trackId)) {
            return;
        }
        try {
            file(trackId).orElseThrow().end();
            wake();
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    /// The pictures of a track of single ones; asked when it has ended.
    List<StillFiles.Still> stills(int trackId) {
        var files = stills.get(trackId);
        return files == null ? List.of() : files.stills();
    }

    /// Says what is published beside the tracks; before the whole is opened.
    void show(Pictures pictures) {
        about = about.withPictures(pictures);
    }

    /// Adds subtitles; before the whole is opened.
    void add(List<Input> tracks) {
        subtitles = List.copyOf(tracks);
    }

    /// When the first of all tracks starts: where the presentation has its 0. Asked when all have
    /// ended.
    Timestamp start() {
        return files.values().stream()
                .map(WorkFile::start)
                .min(Timestamp::compareTo)
                .orElse(Timestamp.ZERO);
    }

    Optional<WorkFile> file(int trackId) {
        return Optional.ofNullable(files.get(trackId));
    }

    /// Whether there is a track of which not a frame has come.
    boolean lacksAny() {
        return !wanted.stream()
                .allMatch(
                        track -> file(track.trackId).filter(file -> file.frames() > 0).isPresent());
    }

    /// Up to when all tracks are in their files; zero before the last of them has a fragment. A
    /// track that has ended is not waited for.
    Timestamp written() {
        var least = Optional.<Timestamp>empty();
        for (var track : wanted) {
            var file = file(track.trackId);
            if (file.isEmpty() || file.get().isEmpty()) {
                return Timestamp.ZERO;
            }
            var end = file.get().written();
            if (!file.get().hasEnded() && least.filter(t -> t.compareTo(end) <= 0).isEmpty()) {
                least = Optional.of(end);
            }
        }
        return least.orElse(Timestamp.ZERO);
    }

    /// What is there, as a presentation.
    ///
    /// @param isWhole whether all tracks have ended
    VodPresentation open(Packaging packaging, boolean isWhole)
            throws IOException, MediaFormatException {
        var packager = Packager.of(inputs()).packaging(packaging).about(about);
        return open(
                isWhole ? packager : packager.growing(), List.copyOf(files.values()).iterator());
    }

    /// With the lock of one file after the other, so that none is caught within a fragment.
    private static VodPresentation open(Packager packager, Iterator<WorkFile> rest)
            throws IOException, MediaFormatException {
        return rest.hasNext() ? rest.next().locked(() -> open(packager, rest)) : packager.open();
    }

    /// The files as the packager takes them: pictures, sound, then subtitles, in the order of the
    /// plan.
    private List<Input> inputs() {
        var inputs = new ArrayList<Input>();
        for (var track : wanted) {
            file(track.trackId)
                    .map(WorkFile::path)
                    .ifPresent(path ->
                            inputs.add(
                                    new Input(
                                            path,
                                            track.role,
                                            track.language,
                                            track.title,
                                            List.of(),
                                            false)));
        }
        inputs.addAll(subtitles);
        return inputs;
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
        folder.close();
    }
}
