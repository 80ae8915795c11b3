package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// An address pattern such as `$RepresentationID$/$Number%05d$.m4s` (5.3.9.4.4), taken apart.
public final class UrlTemplate {

    /// What a pattern can name.
    public enum Identifier {
        REPRESENTATION_ID("RepresentationID"),
        NUMBER("Number"),
        BANDWIDTH("Bandwidth"),
        TIME("Time"),
        SUB_NUMBER("SubNumber");

        private final String text;

        Identifier(String text) {
            this.text = text;
        }
    }

    /// The values of one segment.
    ///
    /// @param timeTicks media time in ticks of the segments' timescale
    public record Values(
            String representationId, long bandwidth, long number, long timeTicks, long subNumber) {}

    private static final int MAX_WIDTH = 64;
    private static final Pattern TAG = Pattern.compile("([A-Za-z]+)(?:%0?(\\d{1,3})d)?");

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Variable(Identifier identifier, int width) implements Piece {}

    private final List<Piece> pieces;

    private UrlTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// @throws MediaFormatException when a `$` is left open, an identifier is unknown or
    ///   `$RepresentationID$` has a width
    public static UrlTemplate parse(String pattern) throws MediaFormatException {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < pattern.length()) {
            int dollar = pattern.indexOf('$', at);
            if (dollar < 0) {
                pieces.add(new Literal(pattern.substring(at)));
                break;
            }
            int close = pattern.indexOf('$', dollar + 1);
            if (close < 0) {
                throw malformed(pattern, "a $ is left open");
            }
            pieces.add(new Literal(pattern.substring(at, dollar)));
            pieces.add(piece(pattern, pattern.substring(dollar + 1, close)));
            at = close + 1;
        }
        return new UrlTemplate(List.copyOf(pieces));
    }

    private static Piece piece(String pattern, String tag) throws MediaFormatException {
        if (tag.isEmpty()) {
            return new Literal("$");
        }
        var form = TAG.matcher(tag);
        if (!form.matches()) {
            throw malformed(pattern, "$" + tag + "$ is no identifier");
        }
        int width = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        if (width > MAX_WIDTH) {
            throw MediaFormatException.limit(pattern, "template width", width, MAX_WIDTH);
        }
        for (var identifier : Identifier.values()) {
            if (!identifier.text.equals(form.group(1))) {
                continue;
            }
            if (identifier == Identifier.REPRESENTATION_ID && form.group(2) != null) {
                throw malformed(pattern, "$RepresentationID$ cannot have a width");
            }
            return new Variable(identifier, width);
        }
        throw malformed(pattern, "$" + tag + "$ is no identifier");
    }

    /// The address with everything filled in.
    public String expand(Values values) {
        var out = new StringBuilder();
        for (var piece : pieces) {
            switch (piece) {
                case Literal literal -> out.append(literal.text());
                case Variable variable -> append(out, variable, values);
            }
        }
        return out.toString();
    }

    /// What the pattern names.
    public Set<Identifier> identifiers() {
        var identifiers = new HashSet<Identifier>();
        for (var piece : pieces) {
            if (piece instanceof Variable variable) {
                identifiers.add(variable.identifier());
            }
        }
        return identifiers;
    }

    private static void append(StringBuilder out, Variable variable, Values values) {
        var text =
                switch (variable.identifier()) {
                    case REPRESENTATION_ID -> values.representationId();
                    case NUMBER -> Long.toString(values.number());
                    case BANDWIDTH -> Long.toString(values.bandwidth());
                    case TIME -> Long.toString(values.timeTicks());
                    case SUB_NUMBER -> Long.toString(values.subNumber());
                };
        out.repeat("0", Math.max(0, variable.width() - text.length())).append(text);
    }

    private static MediaFormatException malformed(String pattern, String what) {
        return MediaFormatException.malformed("template " + pattern, what);
    }
}
