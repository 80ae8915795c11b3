package dev.anabranch.media.dash;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a tree as indented XML, the same bytes for the same tree; prefixes are declared on the
/// root, or again where one stands for something else.
final class XmlRenderer {

    private final StringBuilder out = new StringBuilder(4096);

    private XmlRenderer() {}

    static String render(XmlNode.Element root) {
        var renderer = new XmlRenderer();
        var prefixes = new LinkedHashMap<String, String>();
        prefixes.put("", root.namespace());
        collect(root, prefixes);
        renderer.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        renderer.element(root, Map.of("", "", "xml", ""), prefixes, 0);
        return renderer.out.append('\n').toString();
    }

    private static void collect(XmlNode.Element element, Map<String, String> prefixes) {
        note(element.name(), element.namespace(), prefixes);
        for (var attribute : element.attributes()) {
            note(attribute.name(), attribute.namespace(), prefixes);
        }
        for (var node : element.content()) {
            if (node instanceof XmlNode.Element child) {
                collect(child, prefixes);
            }
        }
    }

    private static void note(String name, String namespace, Map<String, String> prefixes) {
        if (name.indexOf(':') > 0 && !namespace.isEmpty() && !prefix(name).equals("xml")) {
            prefixes.putIfAbsent(prefix(name), namespace);
        }
    }

    /// @param scope what prefixes stand for outside
    /// @param wanted what is to be declared here
    private void element(
            XmlNode.Element element,
            Map<String, String> scope,
            Map<String, String> wanted,
            int depth) {
        var inner = wanted.isEmpty() ? scope : new HashMap<>(scope);
        out.append('<').append(element.name());
        for (var declaration : wanted.entrySet()) {
            if (declaration.getValue().equals(scope.get(declaration.getKey()))) {
                continue;
            }
            inner.put(declaration.getKey(), declaration.getValue());
            var name = declaration.getKey().isEmpty() ? "xmlns" : "xmlns:" + declaration.getKey();
            attribute(name, declaration.getValue());
        }
        element.attributes().forEach(a -> attribute(a.name(), a.value()));
        if (element.content().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        boolean isInline = element.content().stream().anyMatch(n -> n instanceof XmlNode.Text);
        for (var node : element.content()) {
            child(node, inner, isInline || depth < 0 ? -1 : depth + 1);
        }
        indent(isInline ? -1 : depth);
        out.append("</").append(element.name()).append('>');
    }

    private void child(XmlNode node, Map<String, String> scope, int depth) {
        switch (node) {
            case XmlNode.Text text -> escape(text.value(), false);
            case XmlNode.Element element -> {
                indent(depth);
                element(element, scope, missing(element, scope), depth);
            }
        }
    }

    private static Map<String, String> missing(XmlNode.Element element, Map<String, String> scope) {
        var missing = new LinkedHashMap<String, String>();
        if (element.name().indexOf(':') < 0) {
            missing.put("", element.namespace());
        }
        note(element.name(), element.namespace(), missing);
        element.attributes().forEach(a -> note(a.name(), a.namespace(), missing));
        missing.entrySet().removeIf(e -> e.getValue().equals(scope.get(e.getKey())));
        return missing;
    }

    /// @param depth below 0 inside mixed content, where white space counts
    private void indent(int depth) {
        if (depth >= 0) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
    }

    private void escape(String text, boolean isAttribute) {
        text.codePoints().forEach(c -> escape(c, isAttribute));
    }

    private void escape(int c, boolean isAttribute) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '\r' -> out.append("&#13;");
            case '"' -> out.append(isAttribute ? "&quot;" : "\"");
            case '\n' -> out.append(isAttribute ? "&#10;" : "\n");
            case '\t' -> out.append(isAttribute ? "&#9;" : "\t");
            default -> {
                if (c < ' ' || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF) {
                    throw new IllegalArgumentException("no XML character: " + c);
                }
                out.appendCodePoint(c);
            }
        }
    }

    private static String prefix(String name) {
        return name.substring(0, name.indexOf(':'));
    }
}
