package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;

/// Segments listed one by one (5.3.9.3).
public record SegmentList(List<SegmentUrl> urls, MultipleSegments multiple, SegmentBase base) {

    public SegmentList {
        urls = List.copyOf(urls);
    }

    /// What is said here, and for the rest what `outer`, one level up, says.
    SegmentList within(SegmentList outer) {
        return new SegmentList(
                urls.isEmpty() ? outer.urls : urls,
                multiple.within(outer.multiple),
                base.within(outer.base));
    }

    static SegmentList parse(ElementReader in) throws MediaFormatException {
        return new SegmentList(
                in.children("SegmentURL", SegmentUrl::parse),
                MultipleSegments.parse(in),
                SegmentBase.parse(in));
    }

    void write(ElementWriter out) {
        base.writeKnown(out);
        multiple.write(out);
        out.children("SegmentURL", urls, SegmentUrl::write);
        out.extras(base.extras());
    }
}
