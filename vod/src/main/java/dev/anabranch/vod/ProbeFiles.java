package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The files of one probe encode, deleted when closed. Written by a thread a track.
final class ProbeFiles implements TrackSink, AutoCloseable {

    private final Path folder;
    private final Map<Integer, WorkFile> files = new ConcurrentHashMap<>();

    /// @param folder that has no files of another probe
    ProbeFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        int id = track.track().id();
        files.put(id, WorkFile.create(folder.resolve("probe-" + id + ".mp4"), track, 1));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        try {
            file(frame.trackId()).orElseThrow().add(frame);
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void end(int trackId) throws IOException {
        try {
            file(trackId).orElseThrow().end();
        } catch (MediaFormatException impossible) {
            throw new IOException(impossible);
        }
    }

    /// Of a track that has begun.
    Optional<WorkFile> file(int trackId) {
        return Optional.ofNullable(files.get(trackId));
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
            Files.deleteIfExists(file.path());
        }
    }
}
