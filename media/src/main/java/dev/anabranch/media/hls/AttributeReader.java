package dev.anabranch.media.hls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the attribute list of one tag (4.2): the tag takes the attributes it knows by name, and
/// what it did not take is left in [#others].
///
/// One instance serves all lines of a playlist; owned by one thread.
final class AttributeReader {

    private final byte[] bytes;
    private final LineReader line;
    private final Tolerance tolerance;
    private final Variables variables;
    private final int maxAttributes;
    private int count;
    private int[] places = new int[4 * 16];
    private boolean[] taken = new boolean[16];

    AttributeReader(byte[] bytes, Tolerance tolerance, Variables variables, int maxAttributes) {
        this.bytes = bytes;
        this.line = new LineReader(bytes);
        this.tolerance = tolerance;
        this.variables = variables;
        this.maxAttributes = maxAttributes;
    }

    /// Moves to the attribute list at `from` to `to`.
    AttributeReader on(int from, int to) throws LineException {
        count = 0;
        int position = from;
        while (position < to) {
            position = attribute(position, to);
        }
        return this;
    }

    void tolerate(String what) throws LineException {
        tolerance.tolerate(what);
    }

    String quoted(String name) throws LineException {
        return required(name, quotedOrNull(name));
    }

    @Nullable String quotedOrNull(String name) throws LineException {
        String value = emptyableOrNull(name);
        if (value != null && value.isEmpty()) {
            tolerate(name + " is empty");
        }
        return value;
    }

    /// A quoted-string that may be empty, and is required.
    String emptyable(String name) throws LineException {
        return required(name, emptyableOrNull(name));
    }

    @Nullable String emptyableOrNull(String name) throws LineException {
        int slot = take(name);
        if (slot < 0) {
            return null;
        }
        if (!isQuoted(slot)) {
            tolerance.note(name + " is not in quotes");
            requireNoQuote(name, text(slot));
        }
        return variables.resolve(text(slot));
    }

    String plain(String name) throws LineException {
        return required(name, plainOrNull(name));
    }

    @Nullable String plainOrNull(String name) throws LineException {
        int slot = take(name);
        if (slot < 0) {
            return null;
        }
        if (isQuoted(slot)) {
            tolerance.note(name + " must not be in quotes");
        }
        String value = text(slot);
        if (value.endsWith("\"")) {
            tolerance.note("a quote without another after " + name);
            return value.substring(0, value.length() - 1);
        }
        return value;
    }

    /// Whether `name` has exactly this unquoted value; if not it is still there to be taken.
    boolean takeIfPlain(String name, String value) throws LineException {
        int slot = find(name);
        if (slot < 0 || isQuoted(slot) || !text(slot).equals(value)) {
            return false;
        }
        taken[slot] = true;
        return true;
    }

    @Nullable Long integerOrNull(String name) throws LineException {
        int slot = takeNumber(name);
        return slot < 0 ? null : value(slot).lastInteger();
    }

    long integer(String name) throws LineException {
        return required(name, integerOrNull(name));
    }

    /// A required number, or `absent` where its lack is tolerated.
    long integerOr(String name, long absent) throws LineException {
        Long value = integerOrNull(name);
        if (value == null) {
            tolerate(name + " is missing");
            return absent;
        }
        return value;
    }

    Decimal decimal(String name) throws LineException {
        return required(name, decimalOrNull(name));
    }

    @Nullable Decimal decimalOrNull(String name) throws LineException {
        Decimal value = signedDecimalOrNull(name);
        if (value != null && value.unscaled() < 0) {
            throw new LineException(name + " must not be negative");
        }
        return value;
    }

    Decimal signedDecimal(String name) throws LineException {
        return required(name, signedDecimalOrNull(name));
    }

    private @Nullable Decimal signedDecimalOrNull(String name) throws LineException {
        int slot = takeNumber(name);
        if (slot < 0) {
            return null;
        }
        var reader = value(slot);
        Decimal value = reader.decimal();
        reader.end();
        return value;
    }

    boolean flag(String name) throws LineException {
        return Boolean.TRUE.equals(yesNo(name));
    }

    @Nullable Boolean yesNo(String name) throws LineException {
        String value = plainOrNull(name);
        if (value != null && !value.equals("YES") && !value.equals("NO")) {
            tolerate(name + " is neither YES nor NO");
        }
        return value == null ? null : (Boolean) value.equals("YES");
    }

    <E extends Enum<E>> E enumerated(String name, E[] values) throws LineException {
        return required(name, enumeratedOrNull(name, values));
    }

    <E extends Enum<E>> @Nullable E enumeratedOrNull(String name, E[] values) throws LineException {
        String text = plainOrNull(name);
        if (text == null) {
            return null;
        }
        for (E value : values) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        throw new LineException(name + " has the unknown value " + text);
    }

    @Nullable HexSequence hexOrNull(String name) throws LineException {
        String text = plainOrNull(name);
        return text == null ? null : HexSequence.parse(variables.resolve(text));
    }

    @Nullable DateTime dateOrNull(String name) throws LineException {
        String text = quotedOrNull(name);
        return text == null ? null : DateTime.parse(text);
    }

    @Nullable Resolution resolutionOrNull(String name) throws LineException {
        int slot = takeNumber(name);
        return slot < 0 ? null : Resolution.parse(value(slot));
    }

    @Nullable ByteRange byteRangeOrNull(String name) throws LineException {
        String text = quotedOrNull(name);
        if (text == null) {
            return null;
        }
        return ByteRange.parse(new LineReader(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The comma-separated parts of a quoted-string; empty when there is none.
    List<String> list(String name) throws LineException {
        String text = quotedOrNull(name);
        return text == null ? List.of() : List.of(text.split(",", -1));
    }

    /// Takes every attribute left whose name starts with `prefix`.
    List<Attribute> startingWith(String prefix) throws LineException {
        var found = new ArrayList<Attribute>(2);
        for (int slot = 0; slot < count; slot++) {
            if (!taken[slot] && matches(slot, prefix, prefix.length())) {
                taken[slot] = true;
                found.add(attribute(slot));
            }
        }
        return found;
    }

    /// What was not taken, in order.
    ///
    /// @throws LineException when it has a `REQ-` name: then the tag must be ignored (6.3.1)
    List<Attribute> others() throws LineException {
        var left = startingWith("");
        for (var attribute : left) {
            if (attribute.name().startsWith("REQ-")) {
                throw new LineException("requires " + attribute.name() + ", which is unknown");
            }
        }
        return left;
    }

    private static <T> T required(String name, @Nullable T value) throws LineException {
        if (value == null) {
            throw new LineException(name + " is required");
        }
        return value;
    }

    private static void requireNoQuote(String name, String value) throws LineException {
        if (value.indexOf('"') >= 0) {
            throw new LineException(name + " has a quote within its value");
        }
    }

    private int takeNumber(String name) throws LineException {
        int slot = take(name);
        if (slot >= 0 && isQuoted(slot)) {
            tolerance.note(name + " must not be in quotes");
        }
        return slot;
    }

    private int take(String name) {
        int slot = find(name);
        if (slot >= 0) {
            taken[slot] = true;
        }
        return slot;
    }

    private int find(String name) {
        for (int slot = 0; slot < count; slot++) {
            if (!taken[slot] && matches(slot, name, nameLength(slot))) {
                return slot;
            }
        }
        return -1;
    }

    private boolean matches(int slot, String name, int length) {
        int from = places[4 * slot];
        if (length != name.length() || nameLength(slot) < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Notes the attribute at `from` and returns where the next one starts.
    private int attribute(int from, int to) throws LineException {
        int nameStart = from;
        while (nameStart < to && bytes[nameStart] == ' ') {
            nameStart++;
        }
        int equals = nameStart;
        while (equals < to && bytes[equals] != '=' && bytes[equals] != ',') {
            equals++;
        }
        if (equals == nameStart || equals == to || bytes[equals] == ',') {
            tolerate("an attribute without a value: " + string(nameStart, equals));
            return equals + 1;
        }
        if (nameStart > from) {
            tolerance.note("whitespace between attributes");
        }
        return value(nameStart, equals, to);
    }

    private int value(int nameStart, int equals, int to) throws LineException {
        int start = equals + 1;
        boolean isQuoted = start < to && bytes[start] == '"';
        int end = isQuoted ? start + 1 : start;
        while (end < to && bytes[end] != (isQuoted ? '"' : ',')) {
            end++;
        }
        if (isQuoted && end == to) {
            throw new LineException("a quoted-string has no closing quote");
        }
        int next = isQuoted ? end + 1 : end;
        while (!isQuoted && end > start && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        if (next < to && bytes[next] != ',') {
            throw new LineException("unexpected characters after a quoted-string");
        }
        add(nameStart, equals, isQuoted ? ~(start + 1) : start, end);
        return next + 1;
    }

    private void add(int nameStart, int nameEnd, int valueStart, int valueEnd)
            throws LineException {
        if (count == maxAttributes) {
            throw LineException.limit("number of attributes", count + 1L, maxAttributes);
        }
        for (int slot = 0; slot < count; slot++) {
            if (Arrays.equals(
                    bytes, nameStart, nameEnd, bytes, places[4 * slot], places[4 * slot + 1])) {
                tolerate("a second " + string(nameStart, nameEnd));
                return;
            }
        }
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, 2 * count);
            places = Arrays.copyOf(places, 8 * count);
        }
        places[4 * count] = nameStart;
        places[4 * count + 1] = nameEnd;
        places[4 * count + 2] = valueStart;
        places[4 * count + 3] = valueEnd;
        taken[count++] = false;
    }

    private Attribute attribute(int slot) throws LineException {
        String name = string(places[4 * slot], places[4 * slot + 1]);
        String text = text(slot);
        return new Attribute(name, isQuoted(slot) ? variables.resolve(text) : text, isQuoted(slot));
    }

    private boolean isQuoted(int slot) {
        return places[4 * slot + 2] < 0;
    }

    private int nameLength(int slot) {
        return places[4 * slot + 1] - places[4 * slot];
    }

    private LineReader value(int slot) {
        int start = places[4 * slot + 2];
        return line.on(start < 0 ? ~start : start, places[4 * slot + 3]);
    }

    private String text(int slot) {
        return value(slot).rest();
    }

    private String string(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
