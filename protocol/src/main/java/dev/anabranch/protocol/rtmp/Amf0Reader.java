package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads AMF 0 (Adobe's specification of 2007); values marked as AMF 3 (2.18) are read as such.
final class Amf0Reader {

    static final int NUMBER = 0x00;
    static final int BOOLEAN = 0x01;
    static final int STRING = 0x02;
    static final int OBJECT = 0x03;
    static final int NULL = 0x05;
    static final int UNDEFINED = 0x06;
    static final int REFERENCE = 0x07;
    static final int ECMA_ARRAY = 0x08;
    static final int OBJECT_END = 0x09;
    static final int STRICT_ARRAY = 0x0A;
    static final int DATE = 0x0B;
    static final int LONG_STRING = 0x0C;
    static final int UNSUPPORTED = 0x0D;
    static final int XML = 0x0F;
    static final int TYPED_OBJECT = 0x10;
    static final int AVM_PLUS = 0x11;

    private final ByteBuffer in;
    private final AmfLimits limits;
    private int values;

    /// @param in read from its position on, which moves
    Amf0Reader(ByteBuffer in, AmfLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /// All values up to the end.
    static List<AmfValue> readAll(ByteBuffer in, AmfLimits limits) throws MediaFormatException {
        var reader = new Amf0Reader(in, limits);
        var all = new ArrayList<AmfValue>();
        while (in.hasRemaining()) {
            all.add(reader.read());
        }
        return all;
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
            case NUMBER -> new AmfValue.Num(number());
            case BOOLEAN -> new AmfValue.Bool(octet() != 0);
            case STRING -> new AmfValue.Text(text(length16()));
            case LONG_STRING, XML -> new AmfValue.Text(text(length32()));
            case OBJECT -> object(depth, false);
            case ECMA_ARRAY -> {
                need(4);
                in.getInt();
                yield object(depth, true);
            }
            case TYPED_OBJECT -> {
                text(length16());
                yield object(depth, false);
            }
            case STRICT_ARRAY -> items(depth);
            case DATE -> date();
            case NULL, UNDEFINED, UNSUPPORTED -> AmfValue.Null.VALUE;
            case AVM_PLUS -> new Amf3Reader(in, limits, values).read();
            default -> throw MediaFormatException.malformed(where(), "AMF 0 marker " + marker);
        };
    }

    private AmfValue object(int depth, boolean isArray) throws MediaFormatException {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        while (true) {
            count();
            int length = length16();
            if (length == 0 && in.hasRemaining() && in.get(in.position()) == OBJECT_END) {
                in.get();
                return new AmfValue.Obj(members, isArray);
            }
            // An ECMA array of some encoders ends with the message.
            if (length == 0 && isArray && !in.hasRemaining()) {
                return new AmfValue.Obj(members, true);
            }
            String name = text(length);
            members.put(name, value(depth + 1));
        }
    }

    private AmfValue items(int depth) throws MediaFormatException {
        need(4);
        int size = in.getInt();
        if (size < 0 || size > limits.values() - values) {
            throw MediaFormatException.limit(
                    where(), "AMF values", Integer.toUnsignedLong(size), limits.values());
        }
        List<AmfValue> items = new ArrayList<>(Math.min(size, 64));
        for (int i = 0; i < size; i++) {
            items.add(value(depth + 1));
        }
        return new AmfValue.Items(items);
    }

    private AmfValue date() throws MediaFormatException {
        double millis = number();
        need(2);
        in.getShort();
        return new AmfValue.Date(millis);
    }

    private double number() throws MediaFormatException {
        need(8);
        return in.getDouble();
    }

    private int octet() throws MediaFormatException {
        need(1);
        return in.get() & 0xFF;
    }

    private int length16() throws MediaFormatException {
        need(2);
        return in.getShort() & 0xFFFF;
    }

    private int length32() throws MediaFormatException {
        need(4);
        int length = in.getInt();
        if (length < 0) {
            throw MediaFormatException.limit(
                    where(), "AMF text", Integer.toUnsignedLong(length), limits.textBytes());
        }
        return length;
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
