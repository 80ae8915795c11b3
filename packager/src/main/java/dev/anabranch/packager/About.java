package dev.anabranch.packager;

import java.time.Duration;
import java.util.List;

/// What a presentation is about, for people: said in `EXT-X-SESSION-DATA`
/// (draft-pantos-hls-rfc8216bis, 4.4.6.4) and in `ProgramInformation` (ISO/IEC 23009-1, 5.7).
///
/// @param title empty when there is none
/// @param chapters in the order of their starts; HLS alone has them, as Apple's JSON chapters
/// @param pictures published beside it
public record About(String title, List<Chapter> chapters, Pictures pictures) {

    public static final About NOTHING = new About("", List.of());

    /// Without pictures.
    public About(String title, List<Chapter> chapters) {
        this(title, chapters, Pictures.NONE);
    }

    /// A named stretch.
    ///
    /// @param start from the start of the presentation
    /// @param title may be empty
    public record Chapter(Duration start, Duration duration, String title) {
        public Chapter {
            if (start.isNegative() || duration.isNegative()) {
                throw new IllegalArgumentException("start=" + start + " duration=" + duration);
            }
        }
    }

    public About {
        chapters = List.copyOf(chapters);
    }

    public About withPictures(Pictures others) {
        return new About(title, chapters, others);
    }
}
