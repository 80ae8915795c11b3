package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one AMF 3 value (Adobe's specification of 2013) with its reference tables.
///
/// A reference to an object reads as null: cycles are not worth having, and nothing in RTMP needs
/// them. Externalizable objects have a form only their class knows and are refused.
final class Amf3Reader {

    private static final int UNDEFINED = 0x00;
    private static final int NULL = 0x01;
    private static final int FALSE = 0x02;
    private static final int TRUE = 0x03;
    private static final int INTEGER = 0x04;
    private static final int DOUBLE = 0x05;
    private static final int STRING = 0x06;
    private static final int XML_DOCUMENT = 0x07;
    private static final int DATE = 0x08;
    private static final int ARRAY = 0x09;
    private static final int OBJECT = 0x0A;
    private static final int XML = 0x0B;
    private static final int BYTE_ARRAY = 0x0C;

    private record Traits(boolean isDynamic, List<String> names) {}

    private final ByteBuffer in;
    private final AmfLimits limits;
    private final List<String> strings = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();
    private int values;

    /// @param values already counted in the message
    Amf3Reader(ByteBuffer in, AmfLimits limits, int values) {
        this.in = in;
        this.limits = limits;
        this.values = values;
    }

    AmfValue read() throws MediaFormatException {
        return value(0);
    }

    private AmfValue value(int depth) throws MediaFormatException {
        count();
        if (depth > limits.depth()) {
            throw MediaFormatException.limit(where(), "AMF depth", depth, limits.depth());
        }
        int marker = octet();
        return switch (marker) {
            case UNDEFINED, NULL -> AmfValue.Null.VALUE;
            case FALSE -> new AmfValue.Bool(false);
            case TRUE -> new AmfValue.Bool(true);
            case INTEGER -> new AmfValue.Num((u29() << 3) >> 3);
            case DOUBLE -> new AmfValue.Num(number());
            case STRING -> new AmfValue.Text(string());
            case XML_DOCUMENT, XML, BYTE_ARRAY -> bytes();
            case DATE -> (u29() & 1) == 0 ? AmfValue.Null.VALUE : new AmfValue.Date(number());
            case ARRAY -> array(depth);
            case OBJECT -> object(depth);
            default -> throw MediaFormatException.unsupported(where(), "AMF 3 marker " + marker);
        };
    }

    private AmfValue bytes() throws MediaFormatException {
        int header = u29();
        return (header & 1) == 0 ? AmfValue.Null.VALUE : new AmfValue.Text(text(header >>> 1));
    }

    private AmfValue array(int depth) throws MediaFormatException {
        int header = u29();
        if ((header & 1) == 0) {
            return AmfValue.Null.VALUE;
        }
        Map<String, AmfValue> named = members(depth);
        int size = header >>> 1;
        if (size > limits.values() - values) {
            throw MediaFormatException.limit(where(), "AMF values", size, limits.values());
        }
        List<AmfValue> items = new ArrayList<>(Math.min(size, 64));
        for (int i = 0; i < size; i++) {
            items.add(value(depth + 1));
        }
        return named.isEmpty() ? new AmfValue.Items(items) : new AmfValue.Obj(named, true);
    }

    private AmfValue object(int depth) throws MediaFormatException {
        int header = u29();
        if ((header & 1) == 0) {
            return AmfValue.Null.VALUE;
        }
        var shape = traits(header);
        Map<String, AmfValue> members = new LinkedHashMap<>();
        for (String name : shape.names()) {
            members.put(name, value(depth + 1));
        }
        if (shape.isDynamic()) {
            members.putAll(members(depth));
        }
        return new AmfValue.Obj(members, false);
    }

    private Traits traits(int header) throws MediaFormatException {
        if ((header & 2) == 0) {
            return at(traits, header >>> 2, "traits");
        }
        if ((header & 4) != 0) {
            throw MediaFormatException.unsupported(where(), "an externalizable object");
        }
        string();
        int size = header >>> 4;
        if (size > limits.values() - values) {
            throw MediaFormatException.limit(where(), "AMF values", size, limits.values());
        }
        List<String> names = new ArrayList<>(Math.min(size, 64));
        for (int i = 0; i < size; i++) {
            count();
            names.add(string());
        }
        var shape = new Traits((header & 8) != 0, names);
        traits.add(shape);
        return shape;
    }

    private Map<String, AmfValue> members(int depth) throws MediaFormatException {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        for (String name = string(); !name.isEmpty(); name = string()) {
            members.put(name, value(depth + 1));
        }
        return members;
    }

    private String string() throws MediaFormatException {
        int header = u29();
        if ((header & 1) == 0) {
            return at(strings, header >>> 1, "string");
        }
        String text = text(header >>> 1);
        if (!text.isEmpty()) {
            strings.add(text);
        }
        return text;
    }

    private <T> T at(List<T> table, int index, String what) throws MediaFormatException {
        if (index >= table.size()) {
            throw MediaFormatException.malformed(
                    where(), "reference to " + what + " " + index + " of " + table.size());
        }
        return table.get(index);
    }

    private int u29() throws MediaFormatException {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int octet = octet();
            value = value << 7 | octet & 0x7F;
            if (octet < 0x80) {
                return value;
            }
        }
        return value << 8 | octet();
    }

    private double number() throws MediaFormatException {
        need(8);
        return in.getDouble();
    }

    private int octet() throws MediaFormatException {
        need(1);
        return in.get() & 0xFF;
    }

    private String text(int length) throws MediaFormatException {
        if (length > limits.textBytes()) {
            throw MediaFormatException.limit(where(), "AMF text", length, limits.textBytes());
        }
        need(length);
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void count() throws MediaFormatException {
        if (++values > limits.values()) {
            throw MediaFormatException.limit(where(), "AMF values", values, limits.values());
        }
    }

    private void need(int bytes) throws MediaFormatException {
        if (in.remaining() < bytes) {
            throw MediaFormatException.malformed(
                    where(), bytes + " bytes wanted, " + in.remaining() + " are left");
        }
    }

    private String where() {
        return "AMF offset " + in.position();
    }
}
