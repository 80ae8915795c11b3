package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One element while it is being understood: what is asked for is taken, what is left over becomes
/// its [Extras]. Owned by one thread.
final class ElementReader {

    static final String DASH = "urn:mpeg:dash:schema:mpd:2011";

    private static final Pattern FRAME_RATE = Pattern.compile("(\\d{1,9})(?:/([1-9]\\d{0,8}))?");
    private static final Pattern DECIMAL_RATE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /// Reads a child of its own.
    @FunctionalInterface
    interface Parser<T> {
        T parse(ElementReader in) throws MediaFormatException;
    }

    private final XmlNode.Element start;
    private final @Nullable ElementReader parent;
    private final int line;
    private final Strictness strictness;
    private final List<ElementReader> children = new ArrayList<>();
    private final List<XmlNode> content = new ArrayList<>();
    private final Set<XmlAttribute> taken = new HashSet<>();
    private boolean isTaken;

    /// @param start name, namespace and attributes; its content is added as it is read
    ElementReader(
            XmlNode.Element start,
            @Nullable ElementReader parent,
            int line,
            Strictness strictness) {
        this.start = start;
        this.parent = parent;
        this.line = line;
        this.strictness = strictness;
    }

    void add(ElementReader child) {
        children.add(child);
    }

    /// Notes `child` as complete; [#add(ElementReader)] came when it began.
    void addContent(XmlNode node) {
        content.add(node);
    }

    @Nullable ElementReader parent() {
        return parent;
    }

    Strictness strictness() {
        return strictness;
    }

    boolean is(String name) {
        return start.namespace().equals(DASH) && start.localName().equals(name);
    }

    String where() {
        return "line " + line + ", element " + path();
    }

    MediaFormatException malformed(String what) {
        return MediaFormatException.malformed(where(), what);
    }

    Optional<String> string(String name) {
        return attribute("", name, Optional::of);
    }

    Optional<String> string(String namespace, String name) {
        return attribute(namespace, name, Optional::of);
    }

    Optional<Long> u32(String name) throws MediaFormatException {
        return typed(name, text -> whole(text, 0xFFFF_FFFFL), "a whole number below 2^32");
    }

    Optional<Long> u64(String name) throws MediaFormatException {
        return typed(name, text -> whole(text, Long.MAX_VALUE), "a whole number below 2^63");
    }

    Optional<Long> integer(String name) throws MediaFormatException {
        return typed(name, ElementReader::signed, "an integer");
    }

    Optional<Boolean> bool(String name) throws MediaFormatException {
        return typed(name, ElementReader::truth, "true or false");
    }

    Optional<Double> decimal(String name) throws MediaFormatException {
        return typed(name, ElementReader::real, "a number");
    }

    Optional<Duration> duration(String name) throws MediaFormatException {
        return typed(name, XmlDuration::parse, "a duration of a fixed length");
    }

    Optional<Instant> dateTime(String name) throws MediaFormatException {
        return typed(name, XmlDateTime::parse, "a date and time");
    }

    Optional<ByteRange> range(String name) throws MediaFormatException {
        return typed(name, ByteRange::parse, "a byte range");
    }

    Optional<Rational> frameRate(String name) throws MediaFormatException {
        return typed(name, this::rate, "a frame rate");
    }

    /// An attribute the element has no meaning without; empty text when a lenient reader misses it.
    String required(String name) throws MediaFormatException {
        var value = string(name);
        if (value.isEmpty() && strictness == Strictness.STRICT) {
            throw malformed("@" + name + " is missing");
        }
        return value.orElse("");
    }

    <T> Optional<T> typed(String name, Function<String, Optional<T>> reader, String form)
            throws MediaFormatException {
        var value = attribute("", name, text -> reader.apply(text.strip()));
        if (value.isEmpty() && strictness == Strictness.STRICT && find("", name) != null) {
            throw malformed("@" + name + " is not " + form);
        }
        return value;
    }

    <T> List<T> children(String name, Parser<T> parser) throws MediaFormatException {
        return children(DASH, name, parser);
    }

    <T> List<T> children(String namespace, String name, Parser<T> parser)
            throws MediaFormatException {
        var all = new ArrayList<T>();
        for (var child : children) {
            if (!child.isTaken && child.isNamed(namespace, name)) {
                all.add(parser.parse(child));
                child.isTaken = true;
            }
        }
        return all;
    }

    <T> Optional<T> child(String name, Parser<T> parser) throws MediaFormatException {
        Optional<T> first = Optional.empty();
        for (var child : children) {
            if (child.isTaken || !child.is(name)) {
                continue;
            }
            if (first.isEmpty()) {
                first = Optional.of(parser.parse(child));
                child.isTaken = true;
            } else if (strictness == Strictness.STRICT) {
                throw child.malformed("a second " + name + " is not allowed");
            }
        }
        return first;
    }

    /// The text directly in the element, without the white space around it.
    String text() {
        return element().text().strip();
    }

    /// All content as it is; white space between elements is left out when there is no other text.
    List<XmlNode> content() {
        children.forEach(child -> child.isTaken = true);
        return element().content();
    }

    /// What nobody asked for so far; called last.
    Extras extras() {
        var attributes = start.attributes().stream().filter(a -> !taken.contains(a)).toList();
        var elements = new ArrayList<Extras.Placed>();
        for (int i = 0; i < children.size(); i++) {
            if (!children.get(i).isTaken) {
                elements.add(new Extras.Placed(i, children.get(i).element()));
            }
        }
        return attributes.isEmpty() && elements.isEmpty()
                ? Extras.NONE
                : new Extras(attributes, elements);
    }

    /// The element as XML.
    XmlNode.Element element() {
        boolean hasText = content.stream().anyMatch(ElementReader::isVisibleText);
        var nodes = hasText ? content : onlyElements();
        return new XmlNode.Element(start.name(), start.namespace(), start.attributes(), nodes);
    }

    private List<XmlNode> onlyElements() {
        return content.stream().filter(node -> node instanceof XmlNode.Element).toList();
    }

    private static boolean isVisibleText(XmlNode node) {
        return node instanceof XmlNode.Text text && !text.value().isBlank();
    }

    private boolean isNamed(String namespace, String name) {
        return start.namespace().equals(namespace) && start.localName().equals(name);
    }

    private <T> Optional<T> attribute(
            String namespace, String name, Function<String, Optional<T>> reader) {
        var found = find(namespace, name);
        if (found == null) {
            return Optional.empty();
        }
        var value = reader.apply(found.value());
        if (value.isPresent()) {
            taken.add(found);
        }
        return value;
    }

    private @Nullable XmlAttribute find(String namespace, String name) {
        for (var attribute : start.attributes()) {
            boolean isPlain = attribute.name().equals(name) && namespace.isEmpty();
            boolean isForeign =
                    !namespace.isEmpty()
                            && attribute.namespace().equals(namespace)
                            && attribute.localName().equals(name);
            if (isPlain || isForeign) {
                return attribute;
            }
        }
        return null;
    }

    private String path() {
        return parent == null ? start.name() : parent.path() + "/" + start.name();
    }

    private Optional<Rational> rate(String text) {
        var form = FRAME_RATE.matcher(text);
        if (form.matches()) {
            var denominator = form.group(2) == null ? "1" : form.group(2);
            return Optional.of(
                    new Rational(Long.parseLong(form.group(1)), Long.parseLong(denominator)));
        }
        var decimal = DECIMAL_RATE.matcher(text);
        if (strictness == Strictness.STRICT || !decimal.matches()) {
            return Optional.empty();
        }
        long scale = (long) Math.pow(10, decimal.group(2).length());
        long whole = Long.parseLong(decimal.group(1)) * scale + Long.parseLong(decimal.group(2));
        return Optional.of(new Rational(whole, scale));
    }

    private static Optional<Long> whole(String text, long maximum) {
        return signed(text).filter(value -> value >= 0 && value <= maximum);
    }

    private static Optional<Long> signed(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Double> real(String text) {
        if (text.equals("INF")) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
