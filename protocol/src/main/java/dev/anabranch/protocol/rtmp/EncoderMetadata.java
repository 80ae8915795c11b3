package dev.anabranch.protocol.rtmp;

import java.util.List;

/// What an encoder says of itself in `onMetaData`: hints, which nothing is computed from but the
/// size of VP9 pictures, whose configuration record has none.
///
/// @param width pixels, 0 when not told
/// @param height pixels, 0 when not told
/// @param framesPerSecond 0 when not told
/// @param encoder empty when not told
record EncoderMetadata(int width, int height, double framesPerSecond, String encoder) {

    static final EncoderMetadata NONE = new EncoderMetadata(0, 0, 0, "");

    private static final int MAX_PIXELS = 65_535;

    /// @param values what follows the name
    static EncoderMetadata of(List<AmfValue> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        var told = values.getFirst();
        return new EncoderMetadata(
                pixels(told.member("width")),
                pixels(told.member("height")),
                told.member("framerate").number().orElse(0),
                told.member("encoder").text().orElse(""));
    }

    boolean hasSize() {
        return width > 0 && height > 0;
    }

    private static int pixels(AmfValue value) {
        double number = value.number().orElse(0);
        return number >= 1 && number <= MAX_PIXELS ? (int) number : 0;
    }
}
