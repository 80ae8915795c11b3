package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Whatever the bytes are, a parser returns or throws [MediaFormatException]; and what AMF it read
/// it reads again from what it writes.
///
/// `JAZZER_FUZZ=1` with one method selected looks for new inputs; a plain run replays the corpus.
class RtmpFuzzTest {

    private static final int MAX_MESSAGE = 1 << 16;

    @FuzzTest(maxDuration = "60s")
    void amf(byte[] bytes) throws MediaFormatException {
        java.util.List<AmfValue> values;
        try {
            values = Amf0Reader.readAll(ByteBuffer.wrap(bytes), AmfLimits.DEFAULT);
        } catch (MediaFormatException e) {
            assertThat(e).hasMessageNotContaining("null");
            return;
        }
        var written = Amf0Writer.write(values.toArray(AmfValue[]::new));
        var limits = new AmfLimits(64, 1 << 20, 1 << 20);
        assertThat(Amf0Reader.readAll(ByteBuffer.wrap(written), limits)).isEqualTo(values);
    }

    @FuzzTest(maxDuration = "60s")
    void tags(byte[] bytes) {
        for (boolean isVideo : new boolean[] {true, false}) {
            try {
                var body = ByteBuffer.wrap(bytes);
                for (var part : isVideo ? VideoTag.read(body) : AudioTag.read(body)) {
                    assertThat(part.offset()).isBetween(0, bytes.length);
                    assertThat(part.sizeBytes()).isBetween(0, bytes.length - part.offset());
                }
            } catch (MediaFormatException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    /// The bytes as chunks of a publisher: from the socket to the kernel.
    @FuzzTest(maxDuration = "60s")
    void depacketizer(byte[] bytes) {
        var nanos = new AtomicLong();
        var clocks = new Clocks(InstantSource.system(), nanos::incrementAndGet);
        try (var kernel =
                new Kernel(KernelConfig.DEFAULT, new OpenGate(), KernelObserver.NONE, clocks)) {
            var request = new PublishRequest("live", "fuzz", "", new Peer("rtmp", "::1", ""));
            var admission = kernel.publish(request).toCompletableFuture().join();
            if (!(admission instanceof Admission.Granted<Publication>(var publication))) {
                throw new AssertionError(admission);
            }
            try (publication) {
                take(new Depacketizer(publication, new IngestCounters()), bytes);
            }
        }
    }

    private static void take(Depacketizer depacketizer, byte[] bytes) {
        var reader =
                new ChunkReader(
                        message ->
                                MessageType.isMedia(message.type())
                                        ? depacketizer.begin(message)
                                        : new ControlBody(message, depacketizer::metadata),
                        MAX_MESSAGE);
        try {
            for (int at = 0; at < bytes.length; ) {
                int piece = Math.min(bytes.length - at, 1 + (bytes[at] & 0x3F));
                reader.read(Unpooled.wrappedBuffer(bytes, at, piece));
                at += piece;
            }
        } catch (MediaFormatException e) {
            assertThat(e).hasMessageNotContaining("null");
        } finally {
            reader.close();
        }
    }
}
