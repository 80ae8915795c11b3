package dev.anabranch.media.dash;

import java.util.List;
import java.util.Objects;

/// A piece of XML that this package does not interpret.
public sealed interface XmlNode {

    /// An element with everything in it.
    ///
    /// @param name the qualified name, such as `cenc:pssh`
    /// @param namespace what the prefix, or its absence, stands for; empty when it was not declared
    record Element(
            String name, String namespace, List<XmlAttribute> attributes, List<XmlNode> content)
            implements XmlNode {

        public Element {
            Objects.requireNonNull(namespace);
            attributes = List.copyOf(attributes);
            content = List.copyOf(content);
            if (name.isBlank()) {
                throw new IllegalArgumentException("name=" + name);
            }
        }

        /// The name without its prefix.
        public String localName() {
            return name.substring(name.indexOf(':') + 1);
        }

        /// The text directly in this element, all pieces joined.
        public String text() {
            var joined = new StringBuilder();
            for (var node : content) {
                if (node instanceof Text text) {
                    joined.append(text.value());
                }
            }
            return joined.toString();
        }
    }

    /// Character content; CDATA sections come as their text.
    record Text(String value) implements XmlNode {

        public Text {
            Objects.requireNonNull(value);
        }
    }
}
