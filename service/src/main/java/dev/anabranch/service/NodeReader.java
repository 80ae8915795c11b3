package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads YAML (1.2) or JSON (RFC 8259) into [Node]s. Both come from outside: their size, their
/// depth and the number of their values are bounded, and a key may be there once.
final class NodeReader {

    static final int MAXIMUM_BYTES = 1 << 20;
    static final int MAXIMUM_DEPTH = 16;
    static final int MAXIMUM_VALUES = 100_000;

    private static final TokenStreamFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final TokenStreamFactory YAML =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// What the reader says of a source that it does not show, and of its own settings.
    private static final Pattern SOURCE =
            Pattern.compile(
                    " ?\\(start marker at \\[[^]]*]\\)|Source: REDACTED \\([^)]*\\)(?:; ?)?| ?\\(for JsonParser[^)]*\\)");

    private final JsonParser parser;
    private int values;

    private NodeReader(JsonParser parser) {
        this.parser = parser;
    }

    /// A file with nothing in it is a mapping without entries.
    ///
    /// @throws MediaFormatException that names the line when it is no YAML, or more than we take
    static Node yaml(String text) throws MediaFormatException {
        return read(YAML, text);
    }

    /// An empty body is a mapping without entries.
    ///
    /// @throws MediaFormatException that names the line when it is no JSON, or more than we take
    static Node json(byte[] utf8) throws MediaFormatException {
        return read(JSON, new String(utf8, StandardCharsets.UTF_8));
    }

    private static Node read(TokenStreamFactory format, String text) throws MediaFormatException {
        if (text.length() > MAXIMUM_BYTES) {
            throw MediaFormatException.limit("", "the size", text.length(), MAXIMUM_BYTES);
        }
        try (var parser = format.createParser(ObjectReadContext.empty(), text)) {
            return new NodeReader(parser).document();
        } catch (JacksonException malformed) {
            var place = malformed.getLocation();
            throw MediaFormatException.malformed(
                    place == null ? "" : "line " + place.getLineNr(),
                    firstLine(malformed.getOriginalMessage()));
        }
    }

    private static String firstLine(@Nullable String words) {
        if (words == null) {
            return "not readable";
        }
        return SOURCE.matcher(words.lines().findFirst().orElse("not readable")).replaceAll("");
    }

    private Node document() throws MediaFormatException {
        if (parser.nextToken() == null) {
            return new Node.Mapping(new LinkedHashMap<>(), 1);
        }
        var node = node(0);
        if (parser.nextToken() != null) {
            throw MediaFormatException.malformed("line " + line(), "there is more behind the end");
        }
        return node;
    }

    private Node node(int depth) throws MediaFormatException {
        if (depth > MAXIMUM_DEPTH) {
            throw MediaFormatException.limit("line " + line(), "depth", depth, MAXIMUM_DEPTH);
        }
        values++;
        if (values > MAXIMUM_VALUES) {
            throw MediaFormatException.limit(
                    "line " + line(), "number of values", values, MAXIMUM_VALUES);
        }
        var token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(depth);
        }
        return new Node.Scalar(token == JsonToken.VALUE_NULL ? "" : parser.getString(), line());
    }

    private Node mapping(int depth) throws MediaFormatException {
        var entries = new LinkedHashMap<String, Node>();
        var line = line();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            parser.nextToken();
            entries.put(key, node(depth + 1));
        }
        return new Node.Mapping(entries, line);
    }

    private Node sequence(int depth) throws MediaFormatException {
        var items = new ArrayList<Node>();
        var line = line();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Node.Sequence(items, line);
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
