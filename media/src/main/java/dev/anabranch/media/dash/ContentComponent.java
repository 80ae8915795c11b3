package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// One of several media components in one set (5.3.4).
public record ContentComponent(
        Optional<Long> id,
        Optional<String> lang,
        Optional<String> contentType,
        Optional<String> par,
        Optional<String> tag,
        List<Descriptor> accessibilities,
        List<Descriptor> roles,
        List<Descriptor> ratings,
        List<Descriptor> viewpoints,
        Extras extras) {

    public ContentComponent {
        accessibilities = List.copyOf(accessibilities);
        roles = List.copyOf(roles);
        ratings = List.copyOf(ratings);
        viewpoints = List.copyOf(viewpoints);
    }

    static ContentComponent parse(ElementReader in) throws MediaFormatException {
        return new ContentComponent(
                in.u32("id"),
                in.string("lang"),
                in.string("contentType"),
                in.string("par"),
                in.string("tag"),
                in.children("Accessibility", Descriptor::parse),
                in.children("Role", Descriptor::parse),
                in.children("Rating", Descriptor::parse),
                in.children("Viewpoint", Descriptor::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("lang", lang);
        out.attribute("contentType", contentType);
        out.attribute("par", par);
        out.attribute("tag", tag);
        out.children("Accessibility", accessibilities, Descriptor::write);
        out.children("Role", roles, Descriptor::write);
        out.children("Rating", ratings, Descriptor::write);
        out.children("Viewpoint", viewpoints, Descriptor::write);
        out.extras(extras);
    }
}
