package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// Events of one scheme: listed in the MPD, or (as `InbandEventStream`) only announced and carried
/// in `emsg` boxes (5.10).
///
/// @param timescale ticks per second of the events' times; 1 when absent
/// @param presentationTimeOffset the event time at the start of the Period, in ticks
public record EventStream(
        String schemeIdUri,
        Optional<String> value,
        Optional<String> id,
        Optional<Long> timescale,
        Optional<Long> presentationTimeOffset,
        List<Event> events,
        Extras extras) {

    public EventStream {
        events = List.copyOf(events);
    }

    /// SCTE 35 splice information as base64 in XML (SCTE 214-1, 6.7).
    public static final String SCTE35_XML_BIN = "urn:scte:scte35:2014:xml+bin";

    static EventStream parse(ElementReader in) throws MediaFormatException {
        return new EventStream(
                in.required("schemeIdUri"),
                in.string("value"),
                in.string("id"),
                in.u32("timescale"),
                in.u64("presentationTimeOffset"),
                in.children("Event", Event::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.required("schemeIdUri", schemeIdUri);
        out.attribute("value", value);
        out.attribute("id", id);
        out.attribute("timescale", timescale);
        out.attribute("presentationTimeOffset", presentationTimeOffset);
        out.children("Event", events, Event::write);
        out.extras(extras);
    }
}
