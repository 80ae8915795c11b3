package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// Something that happens at a media time (5.10.2.3).
///
/// @param presentationTime in ticks of its [EventStream]
/// @param messageData the older place for what `content` says
/// @param content text and elements, as they are
public record Event(
        Optional<Long> presentationTime,
        Optional<Long> duration,
        Optional<Long> id,
        Optional<String> contentEncoding,
        Optional<String> messageData,
        List<XmlNode> content,
        Extras extras) {

    public Event {
        content = List.copyOf(content);
    }

    static Event parse(ElementReader in) throws MediaFormatException {
        return new Event(
                in.u64("presentationTime"),
                in.u64("duration"),
                in.u32("id"),
                in.string("contentEncoding"),
                in.string("messageData"),
                in.content(),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("presentationTime", presentationTime);
        out.attribute("duration", duration);
        out.attribute("id", id);
        out.attribute("contentEncoding", contentEncoding);
        out.attribute("messageData", messageData);
        out.content(content);
        out.extras(extras);
    }
}
