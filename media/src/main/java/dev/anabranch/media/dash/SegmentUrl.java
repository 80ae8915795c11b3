package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// One entry of a [SegmentList] (5.3.9.3).
public record SegmentUrl(
        Optional<String> media,
        Optional<ByteRange> mediaRange,
        Optional<String> index,
        Optional<ByteRange> indexRange,
        Extras extras) {

    static SegmentUrl parse(ElementReader in) throws MediaFormatException {
        return new SegmentUrl(
                in.string("media"),
                in.range("mediaRange"),
                in.string("index"),
                in.range("indexRange"),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("media", media);
        out.attribute("mediaRange", mediaRange);
        out.attribute("index", index);
        out.attribute("indexRange", indexRange);
        out.extras(extras);
    }
}
