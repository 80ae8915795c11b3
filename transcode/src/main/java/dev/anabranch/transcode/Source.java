package dev.anabranch.transcode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was found in an input before anything of it was decoded.
///
/// @param container as ffprobe names it: `mov,mp4,m4a,3gp,3g2,mj2`
/// @param duration empty when neither the container nor a look at its end could tell
/// @param video the picture that is taken: the default or largest one, no cover art
/// @param audio in the order of the file
/// @param tags of the container, such as `title`
/// @param warnings what was odd, in sentences for a person
public record Source(
        SourceInput input,
        String container,
        Optional<Duration> duration,
        Optional<SourceVideo> video,
        List<SourceAudio> audio,
        List<SourceText> subtitles,
        List<Chapter> chapters,
        Map<String, String> tags,
        List<String> warnings) {

    /// A named stretch.
    public record Chapter(Duration start, Duration end, String title) {}

    /// A subtitle stream.
    ///
    /// @param index of the stream in the input
    /// @param codec as ffprobe names it
    /// @param isText whether it can become WebVTT; pictures of text cannot
    /// @param isForced whether it is needed to understand the film
    /// @param isForDeaf whether it writes down sounds, too
    public record SourceText(
            int index,
            String codec,
            boolean isText,
            String language,
            String title,
            boolean isForced,
            boolean isForDeaf) {

        /// For people: `stream 3, subrip`.
        @Override
        public String toString() {
            return "stream %d, %s".formatted(index, codec.isEmpty() ? "unknown" : codec);
        }
    }

    public Source {
        audio = List.copyOf(audio);
        subtitles = List.copyOf(subtitles);
        chapters = List.copyOf(chapters);
        tags = Map.copyOf(tags);
        warnings = List.copyOf(warnings);
    }

    /// The same source with another word about its picture.
    public Source withVideo(SourceVideo picture) {
        return new Source(
                input,
                container,
                duration,
                Optional.of(picture),
                audio,
                subtitles,
                chapters,
                tags,
                warnings);
    }
}
