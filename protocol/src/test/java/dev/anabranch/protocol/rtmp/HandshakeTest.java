package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {

    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource(Handshake.Kind.class)
    void aServerAnswersInTheClientsKind(Handshake.Kind kind) {
        var c1 = tail(Handshake.hello(kind, random), 1);
        assertThat(Handshake.kind(c1)).isEqualTo(kind);
        var answer = Handshake.answer(c1, random);
        assertThat(answer).hasSize(1 + 2 * Handshake.PACKET_BYTES);
        var s2 = tail(answer, 1 + Handshake.PACKET_BYTES);
        assertThat(Arrays.equals(s2, c1)).isEqualTo(kind == Handshake.Kind.SIMPLE);
    }

    @ParameterizedTest
    @EnumSource(Handshake.Kind.class)
    void bothSidesFinishHoweverTheBytesCome(Handshake.Kind kind) throws MediaFormatException {
        for (int piece : new int[] {1, 7, 1536, 1537, 5000}) {
            var allocator = UnpooledByteBufAllocator.DEFAULT;
            var client = HandshakeExchange.client(kind, random);
            var server = HandshakeExchange.server(random);
            var toServer = Unpooled.buffer();
            var toClient = Unpooled.buffer();
            toServer.writeBytes(client.begin(allocator));
            while (!client.isDone() || !server.isDone()) {
                var in = toServer.readSlice(Math.min(piece, toServer.readableBytes()));
                var answer = server.take(in, allocator);
                if (answer != null) {
                    toClient.writeBytes(answer);
                }
                var out = toClient.readSlice(Math.min(piece, toClient.readableBytes()));
                var reply = client.take(out, allocator);
                if (reply != null) {
                    toServer.writeBytes(reply);
                }
            }
            assertThat(toServer.isReadable()).isFalse();
        }
    }

    @Test
    void aDigestThatIsWrongIsTakenAsSimple() {
        var c1 = tail(Handshake.hello(Handshake.Kind.DIGEST_SECOND, random), 1);
        c1[1500]++;
        assertThat(Handshake.kind(c1)).isEqualTo(Handshake.Kind.SIMPLE);
    }

    @Test
    void anotherVersionIsRefusedAtItsFirstByte() {
        var server = HandshakeExchange.server(random);
        var in = Unpooled.wrappedBuffer(new byte[] {6});
        assertThatThrownBy(() -> server.take(in, UnpooledByteBufAllocator.DEFAULT))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("version 6");
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, from + Handshake.PACKET_BYTES);
    }
}
