package dev.anabranch.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which subtitles there are beside the picture.
///
/// @param isCarried whether those of the source come over, as far as they are text
/// @param files more of them, which come first
public record SubtitleSettings(boolean isCarried, List<File> files) {

    /// Those of the source.
    public static final SubtitleSettings DEFAULT = new SubtitleSettings(true, List.of());

    /// A file of cues.
    ///
    /// @param path of WebVTT or SubRip, or of an MP4 with text tracks; times are from the start of
    ///   the source, whatever is taken of it
    /// @param language a BCP 47 tag
    public record File(Path path, String language) {

        /// For people.
        public String name() {
            return String.valueOf(path.getFileName());
        }
    }

    public SubtitleSettings {
        files = List.copyOf(files);
    }

    public SubtitleSettings withCarried(boolean wanted) {
        return new SubtitleSettings(wanted, files);
    }

    public SubtitleSettings withFile(Path path, String language) {
        var all = Stream.concat(files.stream(), Stream.of(new File(path, language))).toList();
        return new SubtitleSettings(isCarried, all);
    }
}
