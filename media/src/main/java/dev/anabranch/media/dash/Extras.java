package dev.anabranch.media.dash;

import java.util.List;
import java.util.Optional;

/// The attributes and elements of an MPD element that this package does not know: extensions of
/// others, `xlink` attributes, and values a [Strictness#LENIENT] reader could not read.
///
/// They are written back where they stood. Namespace declarations are not among them: the writer
/// declares what is used.
public record Extras(List<XmlAttribute> attributes, List<Placed> elements) {

    /// The namespace of `href`, `actuate`, `show` and `type` on remote elements (5.5).
    public static final String XLINK = "http://www.w3.org/1999/xlink";

    public static final Extras NONE = new Extras(List.of(), List.of());

    /// An element and its place.
    ///
    /// @param index which child of its parent it is, from 0; one past the end is put last
    public record Placed(int index, XmlNode.Element element) {

        public Placed {
            if (index < 0) {
                throw new IllegalArgumentException("index=" + index);
            }
        }
    }

    public Extras {
        attributes = List.copyOf(attributes);
        elements = List.copyOf(elements);
    }

    /// The value of the attribute with this namespace (empty for none) and local name.
    public Optional<String> attribute(String namespace, String localName) {
        return attributes.stream()
                .filter(a -> a.namespace().equals(namespace) && a.localName().equals(localName))
                .map(XmlAttribute::value)
                .findFirst();
    }

    /// The elements with this namespace and local name, in order.
    public List<XmlNode.Element> elements(String namespace, String localName) {
        return elements.stream()
                .map(Placed::element)
                .filter(e -> e.namespace().equals(namespace) && e.localName().equals(localName))
                .toList();
    }

    /// The address the element's real content is fetched from, `xlink:href`.
    public Optional<String> xlinkHref() {
        return attribute(XLINK, "href");
    }
}
