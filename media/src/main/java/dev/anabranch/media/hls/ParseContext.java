package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What all readers of one playlist share: the bytes, the line they are on, and what becomes of a
/// fault in it. Owned by one thread.
final class ParseContext implements Tolerance {

    private static final int MAX_FINDINGS = 1000;

    final byte[] bytes;
    final ParseOptions options;
    final Variables variables;
    final LineReader line;
    final boolean isAscii;
    final SourceLines lines = new SourceLines();

    private final AttributeReader attributes;
    private final List<Finding> findings = new ArrayList<>();
    private int lineNumber;
    private String tag = "";
    private int valueStart;
    private int valueEnd;

    ParseContext(byte[] bytes, ParseOptions options) {
        this.bytes = bytes;
        this.options = options;
        this.variables = new Variables(options.variables());
        this.isAscii = ByteScan.isAscii(bytes);
        this.line =
                new LineReader(
                        bytes, isAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        this.attributes =
                new AttributeReader(bytes, this, variables, options.limits().attributes());
    }

    void nextLine() {
        lineNumber++;
        tag = "";
    }

    void tag(String name, int from, int to) {
        tag = name;
        int start = from;
        while (start < to && bytes[start] == ' ') {
            start++;
        }
        valueStart = start;
        valueEnd = to;
        if (start > from) {
            note("whitespace after the colon");
        }
    }

    int lineNumber() {
        return lineNumber;
    }

    /// Whether the current tag has a colon.
    boolean hasValue() {
        return valueStart <= valueEnd;
    }

    /// The current tag's value.
    LineReader value() {
        return line.on(Math.min(valueStart, valueEnd), valueEnd);
    }

    /// The current tag's attributes.
    AttributeReader attributes() throws LineException {
        return attributes.on(valueStart, valueEnd);
    }

    boolean isStrict() {
        return options.strictness() == ParseOptions.Strictness.STRICT;
    }

    @Override
    public void tolerate(String what) throws LineException {
        if (isStrict()) {
            throw new LineException(what);
        }
        note(what);
    }

    @Override
    public void note(String what) {
        note(lineNumber, tag.isEmpty() ? what : tag + ": " + what);
    }

    void note(int line, String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(line, what));
        }
    }

    /// Notes a fault that cost the line its meaning, or throws it.
    void lost(LineException fault) throws MediaFormatException {
        if (isStrict() || fault.isFatal()) {
            throw fault.at(where());
        }
        note(fault.what());
    }

    /// Remembers where `value` stood, and returns it.
    <T> T here(T value) {
        lines.tag(value, lineNumber);
        return value;
    }

    String where() {
        return tag.isEmpty() ? "line " + lineNumber : "line " + lineNumber + ", " + tag;
    }

    ParsedPlaylist parsed(Playlist playlist) {
        return new ParsedPlaylist(playlist, findings, variables.values(), lines);
    }
}
