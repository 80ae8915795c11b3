package dev.anabranch.packager;

import java.nio.file.Path;
import java.util.List;

/// A file that goes into a presentation, and what it is there for.
///
/// @param language a BCP 47 tag that overrides the file's own; empty to keep that
/// @param title a name for people that overrides the file's own; empty to keep that
/// @param characteristics of HLS renditions, such as `public.accessibility.describes-video`
/// @param isForced of subtitles, whether they are needed to understand the film: what is said in
///   another language than the rest, or written in the picture
public record Input(
        Path path,
        Role role,
        String language,
        String title,
        List<String> characteristics,
        boolean isForced) {

    /// What a file is there for.
    public enum Role {
        /// A rendition of the source: its largest video track; its audio and its text tracks when
        /// no file before it has any.
        RENDITION,
        /// All its audio tracks.
        AUDIO,
        /// Cues: a file of them, or the text tracks of an MP4 file.
        SUBTITLES
    }

    public Input {
        characteristics = List.copyOf(characteristics);
    }

    public static Input of(Path path, Role role) {
        return new Input(path, role, "", "", List.of(), false);
    }

    public static Input of(Path path, Role role, String language) {
        return new Input(path, role, language, "", List.of(), false);
    }
}
