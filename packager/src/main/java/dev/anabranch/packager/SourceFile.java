package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.Movie;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.ts.ElementaryAudioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An input file that is open, with its tracks; known by what is in it, not by its name.
///
/// @param tracks those of the file, the ones that cannot be used as opaque; none in a subtitle file
/// @param warnings what was odd about the file, in sentences for a person
public record SourceFile(FileSource bytes, List<IndexedTrack> tracks, List<String> warnings)
        implements AutoCloseable {

    /// The largest subtitle file that is read.
    public static final int MAX_SUBTITLE_BYTES = 32 * 1024 * 1024;

    public SourceFile {
        tracks = List.copyOf(tracks);
        warnings = List.copyOf(warnings);
    }

    /// Opens a file and reads its index, not its media.
    ///
    /// @throws MediaFormatException when it is no media, or media that is not taken as input
    public static SourceFile open(Path path) throws IOException, MediaFormatException {
        if (Files.isDirectory(path)) {
            throw MediaFormatException.malformed(
                    "", path.getFileName() + " is a folder, not a media file");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw MediaFormatException.malformed(
                    "",
                    path.getFileName()
                            + " is a pipe or a device, not a file; save what comes from it as a file first");
        }
        var bytes = FileSource.open(path);
        try {
            return read(bytes);
        } catch (IOException | MediaFormatException | RuntimeException | Error e) {
            bytes.close();
            throw e;
        }
    }

    public String name() {
        return bytes.path().getFileName().toString();
    }

    /// Whether it holds cues and nothing else.
    public boolean isSubtitles() {
        return tracks.isEmpty();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private static SourceFile read(FileSource bytes) throws IOException, MediaFormatException {
        var head = bytes.read(0, (int) Math.min(SourceFormat.HEAD_BYTES, bytes.sizeBytes()));
        var name = bytes.path().getFileName().toString();
        return switch (SourceFormat.of(head, name)) {
            case MOVIE -> movie(bytes, name);
            case ELEMENTARY_AUDIO -> sound(bytes, name);
            case SUBTITLES -> subtitles(bytes, name);
        };
    }

    private static SourceFile movie(FileSource bytes, String name)
            throws IOException, MediaFormatException {
        var movie = read(bytes, name);
        if (movie.tracks().isEmpty()) {
            throw MediaFormatException.malformed("", name + " has no tracks");
        }
        return new SourceFile(bytes, movie.tracks(), movie.warnings());
    }

    private static Movie read(FileSource bytes, String name)
            throws IOException, MediaFormatException {
        try {
            return MovieReader.read(bytes);
        } catch (MediaFormatException e) {
            throw e.inFile(name);
        }
    }

    private static SourceFile sound(FileSource bytes, String name)
            throws IOException, MediaFormatException {
        try {
            return new SourceFile(bytes, List.of(ElementaryAudioReader.read(bytes)), List.of());
        } catch (MediaFormatException e) {
            throw MediaFormatException.malformed(
                    "", name + ": " + e.getMessage() + "; " + SourceFormat.TAKEN);
        }
    }

    private static SourceFile subtitles(FileSource bytes, String name) throws MediaFormatException {
        if (bytes.sizeBytes() > MAX_SUBTITLE_BYTES) {
            throw MediaFormatException.limit(
                    name, "the size of subtitles", bytes.sizeBytes(), MAX_SUBTITLE_BYTES);
        }
        return new SourceFile(bytes, List.of(), List.of());
    }
}
