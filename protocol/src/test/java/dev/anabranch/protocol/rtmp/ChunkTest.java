package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final int MAX_MESSAGE = 100_000;
    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    private final Gathered gathered = new Gathered();
    private final ChunkReader reader = new ChunkReader(gathered, MAX_MESSAGE);

    @Test
    void whatIsWrittenIsReadAgainHoweverTheBytesCome() throws MediaFormatException {
        var random = new Random(3);
        for (int chunkBytes : new int[] {1, 2, 128, 4096, 60_000}) {
            var wire = Unpooled.buffer();
            var expected = new ArrayList<String>();
            for (long timestamp : new long[] {0, 5, 0xFF_FFFE, 0xFF_FFFF, 0xFFFF_FFFFL}) {
                for (int size : new int[] {0, 1, 127, 128, 129, 700}) {
                    var body = new byte[size];
                    random.nextBytes(body);
                    var message = new Message(9, timestamp, size, 1);
                    wire.writeBytes(write(chunkBytes, message, body));
                    expected.add(message + HexFormat.of().formatHex(body));
                }
            }
            for (int piece : new int[] {1, 3, 11, 1000, 1 << 20}) {
                var copy = wire.duplicate();
                var fresh = new Gathered();
                var parts = new ChunkReader(fresh, MAX_MESSAGE);
                parts.chunkBytes(chunkBytes);
                while (copy.isReadable()) {
                    parts.read(copy.readSlice(Math.min(piece, copy.readableBytes())));
                }
                assertThat(fresh.messages)
                        .as("chunk %d piece %d", chunkBytes, piece)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void headersThatLeaveOutRepeatWhatCameBefore() throws MediaFormatException {
        read("03 0003e8 000001 08 01000000 aa"); // type 0: time 1000
        read("43 000014 000002 09 bbbb"); // type 1: +20, another size and type
        read("83 00000a cccc"); // type 2: +10
        read("c3 dddd"); // type 3: +10 again
        assertThat(gathered.messages)
                .containsExactly(
                        new Message(8, 1000, 1, 1) + "aa",
                        new Message(9, 1020, 2, 1) + "bbbb",
                        new Message(9, 1030, 2, 1) + "cccc",
                        new Message(9, 1040, 2, 1) + "dddd");
    }

    @Test
    void theTimeOfAMessageOfType3AfterType0IsTheTimestampTwice() throws MediaFormatException {
        read("03 000005 000001 08 01000000 aa", "c3 bb");
        assertThat(gathered.messages.get(1)).startsWith(new Message(8, 10, 1, 1).toString());
    }

    @Test
    void deltasWrapAfterThirtyTwoBits() throws MediaFormatException {
        read("03 ffffff 000001 08 01000000 fffffff0 aa", "43 000020 000001 08 bb");
        assertThat(gathered.messages.get(1)).startsWith(new Message(8, 0x10, 1, 1).toString());
    }

    @Test
    void anExtendedTimestampMayBeLeftOutOfChunksOfType3() throws MediaFormatException {
        reader.chunkBytes(2);
        read("03 ffffff 000004 08 01000000 01000000 aabb", "c3 01000000 ccdd");
        read("03 ffffff 000004 08 01000000 01000001 aabb", "c3 ccdd");
        read("03 000000 000001 08 01000000 ee");
        assertThat(gathered.messages)
                .containsExactly(
                        new Message(8, 0x100_0000, 4, 1) + "aabbccdd",
                        new Message(8, 0x100_0001, 4, 1) + "aabbccdd",
                        new Message(8, 0, 1, 1) + "ee");
    }

    @Test
    void anExtendedTimestampLeftOutIsSeenHoweverTheBytesCome() throws MediaFormatException {
        reader.chunkBytes(2);
        var hex =
                "03ffffff000006080100000001000001aabb"
                        + "c3ccdd"
                        + "c3eeff"
                        + "03000000000001080100000099";
        for (byte octet : HexFormat.of().parseHex(hex)) {
            reader.read(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(gathered.messages)
                .containsExactly(
                        new Message(8, 0x100_0001, 6, 1) + "aabbccddeeff",
                        new Message(8, 0, 1, 1) + "99");
    }

    @Test
    void messagesOfSeveralChunkStreamsInterleave() throws MediaFormatException {
        reader.chunkBytes(1);
        read("04 000000 000002 08 01000000 aa", "06 000000 000002 09 01000000 bb");
        read("c4 cc", "c6 dd");
        assertThat(gathered.messages)
                .containsExactly(
                        new Message(8, 0, 2, 1) + "aacc", new Message(9, 0, 2, 1) + "bbdd");
    }

    @Test
    void chunkStreamIdsHaveThreeForms() throws MediaFormatException {
        read("3f 000000 000001 08 01000000 aa"); // 63
        read("00 00 000000 000001 08 01000000 bb"); // 64
        read("01 0001 000000 000001 08 01000000 cc"); // 64 + 256
        read("c0 00 dd", "c1 0001 ee", "ff ff");
        assertThat(gathered.messages).hasSize(6);
        assertThat(gathered.messages.get(5)).endsWith("ff");
    }

    @Test
    void anAbortedMessageIsDroppedAndItsChunkStreamGoesOn() throws MediaFormatException {
        reader.chunkBytes(1);
        read("04 000000 000002 08 01000000 aa");
        reader.abort(4);
        reader.abort(77);
        read("04 000000 000001 08 01000000 bb");
        assertThat(gathered.messages).containsExactly(new Message(8, 0, 1, 1) + "bb");
        assertThat(gathered.aborted).isEqualTo(1);
    }

    @Test
    void whatIsUnderWayIsDroppedAtTheEnd() throws MediaFormatException {
        reader.chunkBytes(1);
        read("04 000000 000002 08 01000000 aa", "06 000000 000002 08 01000000 aa");
        reader.close();
        assertThat(gathered.aborted).isEqualTo(2);
    }

    @Test
    void aHeaderInsideAMessageIsMalformed() {
        reader.chunkBytes(1);
        refused("inside a message", "04 000000 000002 08 01000000 aa", "44 000000 000001 08 aa");
    }

    @Test
    void aChunkStreamMayNotBeginWithWhatRepeats() {
        refused("begins with a header of type 3", "c4 00");
        refused("begins with a header of type 2", "84 000000 00");
    }

    @Test
    void messageSizeHasALimit() throws MediaFormatException {
        read("04 000000 0186a0 08 01000000");
        reader.abort(4);
        var fresh = new ChunkReader(gathered, MAX_MESSAGE);
        var tooLong = HexFormat.of().parseHex("050000000186a10801000000");
        assertThatThrownBy(() -> fresh.read(Unpooled.wrappedBuffer(tooLong)))
                .hasMessageContaining("message size is 100001");
    }

    @Test
    void bytesOfUnfinishedMessagesHaveALimit() throws MediaFormatException {
        reader.chunkBytes(1);
        read("04 000000 0186a0 08 01000000 00", "05 000000 0186a0 08 01000000 00");
        refused("unfinished messages is 200001", "06 000000 000001 08 01000000 00");
    }

    @Test
    void numberOfChunkStreamsHasALimit() throws MediaFormatException {
        for (int i = 0; i < ChunkReader.MAX_CHUNK_STREAMS; i++) {
            read("00%02x 000000 000001 08 01000000 aa".formatted(i));
        }
        refused("number of chunk streams is 65", "00ff 000000 000001 08 01000000 aa");
    }

    private void read(String... hex) throws MediaFormatException {
        for (var piece : hex) {
            reader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(piece.replace(" ", ""))));
        }
    }

    private void refused(String message, String... hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(message);
    }

    private static ByteBuf write(int chunkBytes, Message message, byte[] body) {
        var direct = new ChunkWriter(chunkBytes).write(message, body, ALLOCATOR);
        var copy = Unpooled.copiedBuffer(direct);
        direct.release();
        return copy;
    }

    /// Gathers messages as text.
    static final class Gathered implements ChunkReader.Receiver {

        final List<String> messages = new ArrayList<>();
        int aborted;

        @Override
        public MessageBody begin(Message message) {
            var bytes = new StringBuilder();
            return new MessageBody() {
                @Override
                public void take(ByteBuf in, int count) {
                    var part = new byte[count];
                    in.readBytes(part);
                    bytes.append(HexFormat.of().formatHex(part));
                }

                @Override
                public void end() {
                    assertThat(bytes.length()).isEqualTo(2 * message.sizeBytes());
                    messages.add(message.toString() + bytes);
                }

                @Override
                public void abort() {
                    aborted++;
                }
            };
        }
    }
}
