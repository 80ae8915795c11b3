package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.util.Optional;

/// `pasp`: the shape of one pixel (ISO/IEC 14496-12, 12.1.4).
record PixelAspectRatio(long horizontal, long vertical) {

    static PixelAspectRatio parse(BoxReader box) throws MediaFormatException {
        return new PixelAspectRatio(box.u32(), box.u32());
    }

    static PixelAspectRatio of(Rational ratio) {
        return new PixelAspectRatio(ratio.numerator(), ratio.denominator());
    }

    void write(BoxWriter out) {
        int at = out.begin("pasp");
        out.u32(horizontal).u32(vertical);
        out.end(at);
    }

    /// Empty when a side is 0, which says nothing.
    Optional<Rational> ratio() {
        if (horizontal == 0 || vertical == 0) {
            return Optional.empty();
        }
        return Optional.of(new Rational(horizontal, vertical));
    }
}
