package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// How a Period, a set or a representation says its segments are addressed (5.3.9.1); at most one
/// of the three on one level.
public record SegmentInformation(
        Optional<SegmentBase> base,
        Optional<SegmentList> list,
        Optional<SegmentTemplate> template) {

    public static final SegmentInformation NONE =
            new SegmentInformation(Optional.empty(), Optional.empty(), Optional.empty());

    public static SegmentInformation of(SegmentTemplate template) {
        return new SegmentInformation(Optional.empty(), Optional.empty(), Optional.of(template));
    }

    public static SegmentInformation of(SegmentList list) {
        return new SegmentInformation(Optional.empty(), Optional.of(list), Optional.empty());
    }

    public static SegmentInformation of(SegmentBase base) {
        return new SegmentInformation(Optional.of(base), Optional.empty(), Optional.empty());
    }

    public boolean isEmpty() {
        return base.isEmpty() && list.isEmpty() && template.isEmpty();
    }

    /// What is in force here when `outer` is in force one level up: elements of the same kind are
    /// merged attribute by attribute, another kind puts the outer one out of force.
    SegmentInformation within(SegmentInformation outer) {
        if (isEmpty()) {
            return outer;
        }
        return new SegmentInformation(
                base.map(mine -> outer.base.map(mine::within).orElse(mine)),
                list.map(mine -> outer.list.map(mine::within).orElse(mine)),
                template.map(mine -> outer.template.map(mine::within).orElse(mine)));
    }

    static SegmentInformation parse(ElementReader in) throws MediaFormatException {
        return new SegmentInformation(
                in.child("SegmentBase", SegmentBase::parse),
                in.child("SegmentList", SegmentList::parse),
                in.child("SegmentTemplate", SegmentTemplate::parse));
    }

    void write(ElementWriter out) {
        out.child("SegmentBase", base, SegmentBase::write);
        out.child("SegmentList", list, SegmentList::write);
        out.child("SegmentTemplate", template, SegmentTemplate::write);
    }
}
