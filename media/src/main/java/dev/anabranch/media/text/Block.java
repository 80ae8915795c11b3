package dev.anabranch.media.text;

/// A part of a WebVTT file between blank lines (W3C WebVTT, 4.1).
public sealed interface Block permits Block.Note, Block.Region, Block.Style, Cue {

    /// CSS for all cues.
    ///
    /// @param css the lines after `STYLE`
    record Style(String css) implements Block {

        public Style {
            check(css);
        }
    }

    /// The definition of a part of the picture that cues scroll in.
    ///
    /// @param settings the lines after `REGION`
    record Region(String settings) implements Block {

        public Region {
            check(settings);
        }
    }

    /// A comment.
    ///
    /// @param text what follows `NOTE`
    record Note(String text) implements Block {

        public Note {
            check(text);
        }
    }

    private static void check(String text) {
        if (text.contains("-->") || text.contains("\n\n") || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("would end the block: " + text);
        }
    }
}
