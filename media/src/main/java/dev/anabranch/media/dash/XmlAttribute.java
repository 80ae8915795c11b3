package dev.anabranch.media.dash;

import java.util.Objects;

/// An attribute as it was written.
///
/// @param name the qualified name, such as `xlink:href`
/// @param namespace what the prefix stands for; empty without a prefix or when it was not declared
/// @param value the value after XML's own unescaping
public record XmlAttribute(String name, String namespace, String value) {

    public XmlAttribute {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(value);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name=" + name);
        }
    }

    /// The name without its prefix.
    public String localName() {
        return name.substring(name.indexOf(':') + 1);
    }
}
