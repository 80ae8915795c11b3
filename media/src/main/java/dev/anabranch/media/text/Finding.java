package dev.anabranch.media.text;

/// Something in a subtitle file that was mended or left out.
///
/// @param line from 1
/// @param text what it is and what was done
public record Finding(int line, String text) {

    @Override
    public String toString() {
        return "line " + line + ": " + text;
    }
}
