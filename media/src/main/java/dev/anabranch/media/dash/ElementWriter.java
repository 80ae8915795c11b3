package dev.anabranch.media.dash;

import dev.anabranch.media.Rational;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One element being put together, in the order the schema wants. Owned by one thread.
final class ElementWriter {

    private final String name;
    private final String namespace;
    private final List<XmlAttribute> attributes = new ArrayList<>();
    private final List<XmlNode> content = new ArrayList<>();

    ElementWriter(String name) {
        this(name, ElementReader.DASH);
    }

    private ElementWriter(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    ElementWriter attribute(String attribute, Optional<?> value) {
        value.ifPresent(present -> attribute(attribute, present));
        return this;
    }

    ElementWriter attribute(String attribute, Object value) {
        attributes.add(new XmlAttribute(attribute, "", lexical(value)));
        return this;
    }

    /// The counterpart of [ElementReader#required]: what a lenient reader missed stays missing.
    ElementWriter required(String attribute, String value) {
        return attribute(attribute, Optional.of(value).filter(text -> !text.isEmpty()));
    }

    /// An attribute of another namespace; the prefix gets declared where the document is written.
    ElementWriter attribute(String namespace, String qualifiedName, Optional<String> value) {
        value.ifPresent(text -> attributes.add(new XmlAttribute(qualifiedName, namespace, text)));
        return this;
    }

    <T> ElementWriter child(String child, Optional<T> value, BiConsumer<T, ElementWriter> body) {
        value.ifPresent(present -> append(child, present, body));
        return this;
    }

    private <T> void append(String child, T value, BiConsumer<T, ElementWriter> body) {
        var out = new ElementWriter(child);
        body.accept(value, out);
        content.add(out.element());
    }

    <T> ElementWriter children(String child, List<T> values, BiConsumer<T, ElementWriter> body) {
        values.forEach(value -> append(child, value, body));
        return this;
    }

    /// Children of another namespace that hold only text.
    ElementWriter texts(String namespace, String qualifiedName, List<String> values) {
        for (var value : values) {
            content.add(new ElementWriter(qualifiedName, namespace).text(value).element());
        }
        return this;
    }

    ElementWriter text(String text) {
        if (!text.isEmpty()) {
            content.add(new XmlNode.Text(text));
        }
        return this;
    }

    ElementWriter content(List<XmlNode> nodes) {
        content.addAll(nodes);
        return this;
    }

    /// Puts what was not understood back to its place; called last.
    void extras(Extras extras) {
        attributes.addAll(extras.attributes());
        for (var placed : extras.elements()) {
            content.add(Math.min(placed.index(), content.size()), placed.element());
        }
    }

    XmlNode.Element element() {
        return new XmlNode.Element(name, namespace, attributes, content);
    }

    private static String lexical(Object value) {
        return switch (value) {
            case Duration duration -> XmlDuration.format(duration);
            case Instant instant -> XmlDateTime.format(instant);
            case Double number -> number(number);
            case Rational rate ->
                    rate.denominator() == 1 ? Long.toString(rate.numerator()) : rate.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    private static String number(double number) {
        if (Double.isInfinite(number)) {
            return "INF";
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
