package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Segments whose addresses are made from a pattern (5.3.9.4); see [UrlTemplate] for the patterns.
///
/// @param media the pattern of media segments
/// @param initialization the pattern of the initialization segment
public record SegmentTemplate(
        Optional<String> media,
        Optional<String> index,
        Optional<String> initialization,
        Optional<String> bitstreamSwitching,
        MultipleSegments multiple,
        SegmentBase base) {

    /// The usual kind: an initialization pattern, a media pattern and what the segments are.
    public static SegmentTemplate of(
            String initialization, String media, MultipleSegments multiple, SegmentBase base) {
        return new SegmentTemplate(
                Optional.of(media),
                Optional.empty(),
                Optional.of(initialization),
                Optional.empty(),
                multiple,
                base);
    }

    /// What is said here, and for the rest what `outer`, one level up, says.
    SegmentTemplate within(SegmentTemplate outer) {
        return new SegmentTemplate(
                media.or(outer::media),
                index.or(outer::index),
                initialization.or(outer::initialization),
                bitstreamSwitching.or(outer::bitstreamSwitching),
                multiple.within(outer.multiple),
                base.within(outer.base));
    }

    static SegmentTemplate parse(ElementReader in) throws MediaFormatException {
        return new SegmentTemplate(
                in.string("media"),
                in.string("index"),
                in.string("initialization"),
                in.string("bitstreamSwitching"),
                MultipleSegments.parse(in),
                SegmentBase.parse(in));
    }

    void write(ElementWriter out) {
        base.writeKnown(out);
        out.attribute("media", media);
        out.attribute("index", index);
        out.attribute("initialization", initialization);
        out.attribute("bitstreamSwitching", bitstreamSwitching);
        multiple.write(out);
        out.extras(base.extras());
    }
}
