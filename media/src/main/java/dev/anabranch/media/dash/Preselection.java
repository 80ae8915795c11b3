package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// Sets of a bundle that make one experience (5.3.11).
public record Preselection(
        Optional<String> id,
        String preselectionComponents,
        Optional<String> lang,
        Optional<String> order,
        Common common,
        List<Descriptor> accessibilities,
        List<Descriptor> roles,
        List<Descriptor> ratings,
        List<Descriptor> viewpoints,
        Extras extras) {

    public Preselection {
        accessibilities = List.copyOf(accessibilities);
        roles = List.copyOf(roles);
        ratings = List.copyOf(ratings);
        viewpoints = List.copyOf(viewpoints);
    }

    static Preselection parse(ElementReader in) throws MediaFormatException {
        return new Preselection(
                in.string("id"),
                in.required("preselectionComponents"),
                in.string("lang"),
                in.string("order"),
                Common.parse(in),
                in.children("Accessibility", Descriptor::parse),
                in.children("Role", Descriptor::parse),
                in.children("Rating", Descriptor::parse),
                in.children("Viewpoint", Descriptor::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.required("preselectionComponents", preselectionComponents);
        out.attribute("lang", lang);
        out.attribute("order", order);
        common.write(out);
        out.children("Accessibility", accessibilities, Descriptor::write);
        out.children("Role", roles, Descriptor::write);
        out.children("Rating", ratings, Descriptor::write);
        out.children("Viewpoint", viewpoints, Descriptor::write);
        out.extras(extras);
    }
}
