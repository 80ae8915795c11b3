package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;

/// Into how many pieces the picture of a file is cut, to be encoded side by side.
public sealed interface Chunks {

    /// More are no use to anybody.
    int MAX = 10_000;

    /// In one piece.
    record Off() implements Chunks {}

    /// In pieces where one run would keep at most half of the processors busy and the source lasts
    /// 40 s or longer. How many one run keeps busy is taken from a table of encoders, by the sizes,
    /// presets and threads of the plan; nothing is tried or measured.
    record Auto() implements Chunks {}

    /// In as many as can be had, up to `count`.
    ///
    /// @param count 1 to [#MAX]
    record Count(int count) implements Chunks {
        public Count {
            if (count < 1 || count > MAX) {
                throw new IllegalArgumentException("chunks=" + count);
            }
        }
    }

    /// Reads `auto`, `off` or a number.
    ///
    /// @throws MediaFormatException when it is none of them
    static Chunks parse(String text) throws MediaFormatException {
        if (text.equals("auto")) {
            return new Auto();
        }
        if (text.equals("off")) {
            return new Off();
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MAX) {
            throw MediaFormatException.malformed(
                    "chunks", "a number up to %d, auto or off, not '%s'".formatted(MAX, text));
        }
        return new Count(Integer.parseInt(text));
    }
}
