package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// What the presentation is, for people (5.7).
public record ProgramInformation(
        Optional<String> lang,
        Optional<String> moreInformationUrl,
        Optional<String> title,
        Optional<String> source,
        Optional<String> copyright,
        Extras extras) {

    static ProgramInformation parse(ElementReader in) throws MediaFormatException {
        return new ProgramInformation(
                in.string("lang"),
                in.string("moreInformationURL"),
                in.child("Title", ElementReader::text),
                in.child("Source", ElementReader::text),
                in.child("Copyright", ElementReader::text),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("lang", lang);
        out.attribute("moreInformationURL", moreInformationUrl);
        out.child("Title", title, (text, child) -> child.text(text));
        out.child("Source", source, (text, child) -> child.text(text));
        out.child("Copyright", copyright, (text, child) -> child.text(text));
        out.extras(extras);
    }
}
