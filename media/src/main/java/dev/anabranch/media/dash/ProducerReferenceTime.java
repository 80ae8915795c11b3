package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// A pair of a wall-clock time and the media time produced then (5.12).
///
/// @param presentationTime media time in ticks of the representation's timescale
public record ProducerReferenceTime(
        Optional<Long> id,
        Optional<Boolean> inband,
        Optional<String> type,
        Optional<String> applicationScheme,
        Optional<String> wallClockTime,
        Optional<Long> presentationTime,
        Optional<Descriptor> utcTiming,
        Extras extras) {

    static ProducerReferenceTime parse(ElementReader in) throws MediaFormatException {
        return new ProducerReferenceTime(
                in.u32("id"),
                in.bool("inband"),
                in.string("type"),
                in.string("applicationScheme"),
                in.string("wallClockTime"),
                in.u64("presentationTime"),
                in.child("UTCTiming", Descriptor::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("inband", inband);
        out.attribute("type", type);
        out.attribute("applicationScheme", applicationScheme);
        out.attribute("wallClockTime", wallClockTime);
        out.attribute("presentationTime", presentationTime);
        out.child("UTCTiming", utcTiming, Descriptor::write);
        out.extras(extras);
    }
}
