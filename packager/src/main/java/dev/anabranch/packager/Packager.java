package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Files in, an HLS and DASH presentation out:
///
/// ```java
/// Packager.of(Path.of("movie.mp4")).to(Path.of("public/movie"));
///
/// try (var presentation = Packager.of(p1080, p720).audio(french, "fr").subtitles(cues, "en")
///         .segment(Duration.ofSeconds(6)).open()) {
///     presentation.resource("video-720p/12.m4s");
/// }
/// ```
///
/// Collects choices and opens no file before [#open] or [#to]; owned by one thread.
public final class Packager {

    private final List<Input> inputs = new ArrayList<>();
    private Packaging packaging = Packaging.DEFAULT;
    private About about = About.NOTHING;
    private boolean isGrowing;

    private Packager(List<Path> renditions) {
        renditions.forEach(path -> inputs.add(Input.of(path, Input.Role.RENDITION)));
    }

    /// A packager of one file, or of several renditions of one source, the order of which is kept.
    public static Packager of(Path... renditions) {
        if (renditions.length == 0) {
            throw new IllegalArgumentException("no files");
        }
        return new Packager(List.of(renditions));
    }

    /// A packager of files with all that can be said about each; their order is kept.
    public static Packager of(List<Input> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("no files");
        }
        var packager = new Packager(List.of());
        packager.inputs.addAll(inputs);
        return packager;
    }

    /// Adds the audio tracks of a file as a choice.
    ///
    /// @param language a BCP 47 tag
    public Packager audio(Path path, String language) {
        return input(Input.of(path, Input.Role.AUDIO, language));
    }

    /// Adds WebVTT or SRT subtitles, or the text tracks of an MP4 file.
    ///
    /// @param language a BCP 47 tag
    public Packager subtitles(Path path, String language) {
        return input(Input.of(path, Input.Role.SUBTITLES, language));
    }

    /// Adds a file with all that can be said about it.
    public Packager input(Input input) {
        inputs.add(input);
        return this;
    }

    /// Sets everything about the output at once.
    public Packager packaging(Packaging choices) {
        packaging = choices;
        return this;
    }

    /// Packages MPEG-TS for HLS instead of CMAF for HLS and DASH.
    public Packager transportStream() {
        packaging = Packaging.TRANSPORT_STREAM.withCuts(packaging.cuts());
        return this;
    }

    /// Sets how long segments should be; the default is 4 s.
    public Packager segment(Duration target) {
        packaging = packaging.withCuts(CutPolicy.of(target));
        return this;
    }

    /// Keeps all segments of a rendition in one file, addressed by byte ranges.
    public Packager singleFile() {
        packaging = packaging.withSingleFile(true);
        return this;
    }

    /// Cuts renditions whose keyframes differ at those they share, instead of refusing them.
    public Packager align() {
        packaging = packaging.withAligning(true);
        return this;
    }

    /// Says what the presentation is about.
    public Packager about(About about) {
        this.about = about;
        return this;
    }

    /// Takes the files as they are while they are being written: renditions may end at different
    /// times, and only [VodPresentation#settledSegments] are what they will be.
    public Packager growing() {
        isGrowing = true;
        return this;
    }

    /// Opens the files and plans the cuts; nothing is written. The caller closes the presentation.
    ///
    /// @throws MediaFormatException when an input cannot be used, or the renditions do not fit
    ///   together
    public VodPresentation open() throws IOException, MediaFormatException {
        var sources = new ArrayList<SourceFile>();
        try {
            var selection = new Selection();
            for (var input : inputs) {
                var source = SourceFile.open(input.path());
                sources.add(source);
                selection.add(input, source);
            }
            return new Assembly(packaging, selection, about, isGrowing).assemble(sources);
        } catch (IOException | MediaFormatException | RuntimeException | Error e) {
            for (var source : sources) {
                source.close();
            }
            throw e;
        }
    }

    /// Writes the presentation into a folder that is new or empty, on all cores.
    ///
    /// @return how many bytes
    /// @throws java.nio.file.DirectoryNotEmptyException when there is something in the folder
    public long to(Path folder) throws IOException, MediaFormatException {
        try (var presentation = open()) {
            return Publisher.onAllCores().publish(presentation, folder, false);
        }
    }

    /// Writes the presentation into a store, on all cores.
    ///
    /// @return how many bytes
    public long to(SegmentStore store) throws IOException, MediaFormatException {
        try (var presentation = open()) {
            return Publisher.onAllCores().publish(presentation, store);
        }
    }
}
