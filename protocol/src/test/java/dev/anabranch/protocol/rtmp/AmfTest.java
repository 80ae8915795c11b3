package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmfTest {

    private static final AmfLimits SMALL = new AmfLimits(3, 8, 10);

    @Test
    void whatIsWrittenIsReadAgain() throws MediaFormatException {
        AmfValue[] values = {
            new AmfValue.Text("connect"),
            new AmfValue.Num(-1.5),
            new AmfValue.Bool(true),
            AmfValue.Null.VALUE,
            new AmfValue.Obj(Map.of("app", new AmfValue.Text("live")), false),
            new AmfValue.Obj(Map.of("width", new AmfValue.Num(640)), true),
            new AmfValue.Items(List.of(new AmfValue.Num(1), AmfValue.Null.VALUE)),
            new AmfValue.Date(1e12),
            new AmfValue.Text("ü".repeat(40_000)),
        };
        var bytes = Amf0Writer.write(values);
        var limits = new AmfLimits(4, 100_000, 100);
        assertThat(Amf0Reader.readAll(ByteBuffer.wrap(bytes), limits)).containsExactly(values);
    }

    @Test
    void everyTruncationIsMalformedAndNothingElse() throws MediaFormatException {
        var bytes =
                Amf0Writer.write(new AmfValue.Obj(Map.of("app", new AmfValue.Text("live")), false));
        for (int size = 1; size < bytes.length; size++) {
            var cut = ByteBuffer.wrap(bytes, 0, size);
            assertThatThrownBy(() -> Amf0Reader.readAll(cut, AmfLimits.DEFAULT))
                    .isInstanceOf(MediaFormatException.class);
        }
        assertThat(Amf0Reader.readAll(ByteBuffer.wrap(bytes), AmfLimits.DEFAULT)).hasSize(1);
    }

    @Test
    void depthHasALimit() throws MediaFormatException {
        assertThat(read(nested(3), SMALL)).hasSize(1);
        refused(nested(4), "AMF depth");
    }

    @Test
    void textHasALimit() throws MediaFormatException {
        assertThat(read(Amf0Writer.write(new AmfValue.Text("12345678")), SMALL)).hasSize(1);
        refused(Amf0Writer.write(new AmfValue.Text("123456789")), "AMF text");
        // A long string of 4 GiB, of which nothing follows.
        refused(HexFormat.of().parseHex("0cffffffff"), "AMF text");
    }

    @Test
    void numberOfValuesHasALimit() throws MediaFormatException {
        var ten = new AmfValue[10];
        java.util.Arrays.fill(ten, AmfValue.Null.VALUE);
        assertThat(read(Amf0Writer.write(ten), SMALL)).hasSize(10);
        var eleven = new AmfValue[11];
        java.util.Arrays.fill(eleven, AmfValue.Null.VALUE);
        refused(Amf0Writer.write(eleven), "AMF values");
        // An array that says it has two thousand million items.
        refused(HexFormat.of().parseHex("0a7fffffff"), "AMF values");
        refused(HexFormat.of().parseHex("0affffffff"), "AMF values");
    }

    @Test
    void valuesOfAmf3AreReadBehindTheirMarker() throws MediaFormatException {
        // {a: 5, b: "hi", c: "hi" by reference}, dynamic and anonymous.
        var hex = "11" + "0a0b01" + "0361" + "0405" + "0362" + "06056869" + "0363" + "0604" + "01";
        var value = read(HexFormat.of().parseHex(hex), AmfLimits.DEFAULT).getFirst();
        assertThat(value.member("a").number()).hasValue(5);
        assertThat(value.member("b").text()).hasValue("hi");
        assertThat(value.member("c").text()).hasValue("hi");
    }

    @Test
    void aReferenceBeyondTheTableOfAmf3IsMalformed() {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("110610"), AmfLimits.DEFAULT))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("reference to string 8 of 0");
    }

    @Test
    void aCommandOfAmf3BeginsWithAByteZero() throws MediaFormatException {
        var body =
                new Command("play", 4, AmfValue.Null.VALUE, List.of(new AmfValue.Text("s")))
                        .toBytes();
        var marked = ByteBuffer.allocate(body.length + 1).put((byte) 0).put(body).flip();
        var command = Command.parse(MessageType.COMMAND_AMF3, marked);
        assertThat(command.name()).isEqualTo("play");
        assertThat(command.transaction()).isEqualTo(4);
        assertThat(command.argument(0).text()).hasValue("s");
        assertThat(command.argument(1)).isEqualTo(AmfValue.Null.VALUE);
    }

    @Test
    void aCommandWithoutANameIsMalformed() {
        var body = Amf0Writer.write(new AmfValue.Num(1));
        assertThatThrownBy(() -> Command.parse(MessageType.COMMAND_AMF0, ByteBuffer.wrap(body)))
                .hasMessageContaining("no name");
    }

    private static byte[] nested(int depth) {
        AmfValue value = AmfValue.Null.VALUE;
        for (int i = 0; i < depth; i++) {
            value = new AmfValue.Items(List.of(value));
        }
        return Amf0Writer.write(value);
    }

    private static List<AmfValue> read(byte[] bytes, AmfLimits limits) throws MediaFormatException {
        return Amf0Reader.readAll(ByteBuffer.wrap(bytes), limits);
    }

    private static void refused(byte[] bytes, String limit) {
        assertThatThrownBy(() -> read(bytes, SMALL))
                .isInstanceOfSatisfying(
                        MediaFormatException.class,
                        e ->
                                assertThat(e.fault())
                                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                                        .isEqualTo(MediaFormatException.Fault.LIMIT))
                .hasMessageContaining(limit);
    }
}
