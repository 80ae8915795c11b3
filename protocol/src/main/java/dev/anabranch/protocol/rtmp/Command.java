package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command (RTMP 1.0, 7.2): a name, a number that its answer repeats, an object, arguments.
///
/// @param transaction 0 when no answer is wanted
/// @param object the command object, NULL in most
record Command(String name, double transaction, AmfValue object, List<AmfValue> arguments) {

    public Command {
        arguments = List.copyOf(arguments);
    }

    /// Reads the body of a command message.
    static Command parse(int type, ByteBuffer body) throws MediaFormatException {
        var values = Amf0Reader.readAll(amf0(type, body), AmfLimits.DEFAULT);
        if (values.isEmpty() || values.getFirst().text().isEmpty()) {
            throw MediaFormatException.malformed("command", "it has no name");
        }
        double transaction = values.size() > 1 ? values.get(1).number().orElse(0) : 0;
        var object = values.size() > 2 ? values.get(2) : AmfValue.Null.VALUE;
        int rest = Math.min(3, values.size());
        return new Command(
                values.getFirst().text().get(),
                transaction,
                object,
                values.subList(rest, values.size()));
    }

    /// Messages of AMF 3 begin with a byte 0 and go on in AMF 0, where a value may be marked as AMF
    /// 3.
    static ByteBuffer amf0(int type, ByteBuffer body) {
        boolean isAmf3 = type == MessageType.COMMAND_AMF3 || type == MessageType.DATA_AMF3;
        if (isAmf3 && body.hasRemaining() && body.get(body.position()) == 0) {
            body.get();
        }
        return body;
    }

    byte[] toBytes() {
        List<AmfValue> values = new ArrayList<>();
        values.add(new AmfValue.Text(name));
        values.add(new AmfValue.Num(transaction));
        values.add(object);
        values.addAll(arguments);
        return Amf0Writer.write(values.toArray(AmfValue[]::new));
    }

    /// NULL when there are fewer.
    AmfValue argument(int index) {
        return index < arguments.size() ? arguments.get(index) : AmfValue.Null.VALUE;
    }

    static Command result(double transaction, AmfValue object, AmfValue... arguments) {
        return new Command("_result", transaction, object, List.of(arguments));
    }

    static Command error(double transaction, String code, String description) {
        return new Command(
                "_error",
                transaction,
                AmfValue.Null.VALUE,
                List.of(status("error", code, description)));
    }

    /// `onStatus`, by which a server tells how publish and play fare.
    static Command onStatus(String level, String code, String description) {
        return new Command(
                "onStatus", 0, AmfValue.Null.VALUE, List.of(status(level, code, description)));
    }

    private static AmfValue status(String level, String code, String description) {
        return new AmfValue.Obj(
                Map.of(
                        "level", new AmfValue.Text(level),
                        "code", new AmfValue.Text(code),
                        "description", new AmfValue.Text(description)),
                false);
    }
}
