package dev.anabranch.protocol.rtmp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes AMF 0, the counterpart of [Amf0Reader].
final class Amf0Writer {

    private static final int MAX_SHORT_TEXT = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /// The values one behind the other, as the body of a command or data message.
    static byte[] write(AmfValue... values) {
        var writer = new Amf0Writer();
        for (var value : values) {
            writer.value(value);
        }
        return writer.out.toByteArray();
    }

    private void value(AmfValue value) {
        switch (value) {
            case AmfValue.Num number -> {
                out.write(Amf0Reader.NUMBER);
                number(number.value());
            }
            case AmfValue.Bool bool -> {
                out.write(Amf0Reader.BOOLEAN);
                out.write(bool.value() ? 1 : 0);
            }
            case AmfValue.Text text -> text(text.value());
            case AmfValue.Obj object -> object(object);
            case AmfValue.Items items -> {
                out.write(Amf0Reader.STRICT_ARRAY);
                bits(items.values().size(), 4);
                items.values().forEach(this::value);
            }
            case AmfValue.Date date -> {
                out.write(Amf0Reader.DATE);
                number(date.epochMillis());
                bits(0, 2);
            }
            case AmfValue.Null _ -> out.write(Amf0Reader.NULL);
        }
    }

    private void object(AmfValue.Obj object) {
        out.write(object.isArray() ? Amf0Reader.ECMA_ARRAY : Amf0Reader.OBJECT);
        if (object.isArray()) {
            bits(object.members().size(), 4);
        }
        for (Map.Entry<String, AmfValue> member : object.members().entrySet()) {
            var name = member.getKey().getBytes(StandardCharsets.UTF_8);
            bits(name.length, 2);
            out.writeBytes(name);
            value(member.getValue());
        }
        bits(0, 2);
        out.write(Amf0Reader.OBJECT_END);
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean isShort = bytes.length <= MAX_SHORT_TEXT;
        out.write(isShort ? Amf0Reader.STRING : Amf0Reader.LONG_STRING);
        bits(bytes.length, isShort ? 2 : 4);
        out.writeBytes(bytes);
    }

    private void number(double value) {
        bits(Double.doubleToRawLongBits(value), 8);
    }

    private void bits(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
