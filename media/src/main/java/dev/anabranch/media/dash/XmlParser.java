package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads a document into [ElementReader]s with the JDK's StAX parser: no document type, no entities
/// of others, nothing fetched.
///
/// StAX runs without namespaces and prefixes are resolved here, as real manifests use prefixes they
/// do not declare.
final class XmlParser {

    static final int MAX_BYTES = 64 << 20;
    static final int MAX_DEPTH = 64;
    static final int MAX_ELEMENTS = 1_000_000;
    static final int MAX_ATTRIBUTES = 200;

    private static final String XMLNS = "xmlns";

    private final XMLStreamReader in;
    private final Strictness strictness;
    private final List<Map<String, String>> scopes = new ArrayList<>();
    private int elements;
    private int depth;

    private XmlParser(XMLStreamReader in, Strictness strictness) {
        this.in = in;
        this.strictness = strictness;
        scopes.add(Map.of("xml", "http://www.w3.org/XML/1998/namespace"));
    }

    static ElementReader parse(byte[] document, Strictness strictness) throws MediaFormatException {
        if (document.length > MAX_BYTES) {
            throw MediaFormatException.limit("", "MPD bytes", document.length, MAX_BYTES);
        }
        return parse(XmlEncoding.decode(document), strictness);
    }

    static ElementReader parse(String document, Strictness strictness) throws MediaFormatException {
        if (document.length() > MAX_BYTES) {
            throw MediaFormatException.limit("", "MPD characters", document.length(), MAX_BYTES);
        }
        try {
            return read(document, strictness);
        } catch (XMLStreamException e) {
            return mended(document, strictness, e);
        }
    }

    private static ElementReader mended(
            String document, Strictness strictness, XMLStreamException fault)
            throws MediaFormatException {
        if (strictness == Strictness.STRICT) {
            throw malformed(fault);
        }
        var mended = AttributeSpacing.mended(document);
        if (mended.length() == document.length()) {
            throw malformed(fault);
        }
        try {
            return read(mended, strictness);
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    private static ElementReader read(String document, Strictness strictness)
            throws XMLStreamException, MediaFormatException {
        var in = factory().createXMLStreamReader(new StringReader(document));
        try {
            return new XmlParser(in, strictness).root();
        } finally {
            in.close();
        }
    }

    private static MediaFormatException malformed(XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
        return MediaFormatException.malformed("line " + line, "not well-formed XML: " + first(e));
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private ElementReader root() throws XMLStreamException, MediaFormatException {
        @Nullable ElementReader root = null;
        @Nullable ElementReader open = null;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open = begin(open);
                    root = root == null ? open : root;
                }
                case XMLStreamConstants.END_ELEMENT -> open = end(open);
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    if (open != null) {
                        open.addContent(new XmlNode.Text(in.getText()));
                    }
                }
                case XMLStreamConstants.DTD ->
                        throw MediaFormatException.unsupported(
                                "line " + line(), "a document type declaration");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw MediaFormatException.unsupported(
                                "line " + line(), "the entity " + in.getLocalName());
                default -> {
                    // Comments and processing instructions carry nothing.
                }
            }
        }
        if (root == null) {
            throw MediaFormatException.malformed("line 1", "no root element");
        }
        return root;
    }

    private ElementReader begin(@Nullable ElementReader parent) throws MediaFormatException {
        if (++depth > MAX_DEPTH) {
            throw MediaFormatException.limit("line " + line(), "XML depth", depth, MAX_DEPTH);
        }
        if (++elements > MAX_ELEMENTS) {
            throw MediaFormatException.limit("line " + line(), "elements", elements, MAX_ELEMENTS);
        }
        if (in.getAttributeCount() > MAX_ATTRIBUTES) {
            throw MediaFormatException.limit(
                    "line " + line(), "attributes", in.getAttributeCount(), MAX_ATTRIBUTES);
        }
        scopes.add(declarations());
        var name = in.getLocalName();
        var start = new XmlNode.Element(name, namespace(name, true), attributes(), List.of());
        var child = new ElementReader(start, parent, line(), strictness);
        if (parent != null) {
            parent.add(child);
        }
        return child;
    }

    private @Nullable ElementReader end(@Nullable ElementReader open) {
        depth--;
        scopes.removeLast();
        if (open == null || open.parent() == null) {
            return null;
        }
        open.parent().addContent(open.element());
        return open.parent();
    }

    private Map<String, String> declarations() {
        Map<String, String> declared = Map.of();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            var name = attributeName(i);
            if (!isDeclaration(name)) {
                continue;
            }
            if (declared.isEmpty()) {
                declared = new HashMap<>();
            }
            var prefix = name.equals(XMLNS) ? "" : name.substring(XMLNS.length() + 1);
            declared.put(prefix, in.getAttributeValue(i));
        }
        return declared;
    }

    private List<XmlAttribute> attributes() throws MediaFormatException {
        var attributes = new ArrayList<XmlAttribute>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            var name = attributeName(i);
            if (!isDeclaration(name)) {
                attributes.add(
                        new XmlAttribute(name, namespace(name, false), in.getAttributeValue(i)));
            }
        }
        return attributes;
    }

    /// Without namespaces StAX still splits the name of an attribute, but not that of an element.
    private String attributeName(int i) {
        var prefix = in.getAttributePrefix(i);
        var local = in.getAttributeLocalName(i);
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private static boolean isDeclaration(String name) {
        return name.equals(XMLNS) || name.startsWith(XMLNS + ":");
    }

    private String namespace(String name, boolean isElement) throws MediaFormatException {
        int colon = name.indexOf(':');
        if (colon < 0 && !isElement) {
            return "";
        }
        var prefix = colon < 0 ? "" : name.substring(0, colon);
        for (var scope : scopes.reversed()) {
            var namespace = scope.get(prefix);
            if (namespace != null) {
                return normal(namespace);
            }
        }
        if (!prefix.isEmpty() && strictness == Strictness.STRICT) {
            throw MediaFormatException.malformed(
                    "line " + line() + ", " + name, "the prefix " + prefix + " is not declared");
        }
        return prefix.isEmpty() ? normal("") : "";
    }

    /// Many manifests leave the namespace out or write it `urn:mpeg:DASH:schema:MPD:2011`.
    private String normal(String namespace) {
        boolean isMeant =
                namespace.isEmpty()
                        || namespace.toLowerCase(Locale.ROOT).equals(ElementReader.DASH);
        return strictness == Strictness.LENIENT && isMeant ? ElementReader.DASH : namespace;
    }

    private int line() {
        return in.getLocation().getLineNumber();
    }

    /// StAX puts the position before the message, on lines of its own.
    private static String first(XMLStreamException e) {
        var message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf('\n') + 1).replace("Message: ", "");
    }
}
