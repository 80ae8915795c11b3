package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A box that stays in its source reads as one that is in memory.
class BoxReaderTest {

    private static final int ROWS = 300_000;
    private static final int WHERE_IT_STARTS = 24;

    private final List<Integer> reads = new ArrayList<>();

    @Test
    void readsTablesAndChildrenOfABoxThatStaysInItsSource() throws Exception {
        var bytes = payload();
        var inMemory = new BoxReader(ByteBuffer.wrap(bytes), "moov", WHERE_IT_STARTS);
        assertThat(told(inSource(bytes))).isEqualTo(told(inMemory));
        assertThat(reads).as("how much is read at once").allMatch(length -> length <= 512 * 1024);
    }

    @Test
    void saysWhereABoxThatStaysInItsSourceIsTooShort() throws Exception {
        var box = inSource(payload());
        box.skip(box.remaining() - 3);
        assertThatThrownBy(box::u32)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("the box ends 1 bytes too early")
                .hasMessageContaining("offset " + (WHERE_IT_STARTS + payload().length - 3));
        assertThatThrownBy(() -> inSource(payload()).i64s(10L * ROWS))
                .hasMessageContaining("the table says it has " + 10 * ROWS + " entries");
    }

    @Test
    void aSourceThatFailsWithinALargeMovieIsNoFaultOfTheFormat() {
        var start = new BoxWriter(1024);
        start.u32(8 + (4 << 20)).fourCc("moov").u32(100).fourCc("mvhd");
        var head = start.toByteArray();
        var source =
                new ByteSource() {
                    @Override
                    public long sizeBytes() {
                        return 8 << 20;
                    }

                    @Override
                    public void read(long position, ByteBuffer destination) throws IOException {
                        if (position + destination.remaining() > head.length) {
                            throw new EOFException("gone");
                        }
                        destination.put(head, (int) position, destination.remaining());
                    }
                };
        assertThatThrownBy(() -> MovieReader.read(source))
                .isInstanceOf(EOFException.class)
                .hasMessage("gone");
    }

    private BoxReader inSource(byte[] payload) {
        var file = new byte[WHERE_IT_STARTS + payload.length];
        System.arraycopy(payload, 0, file, WHERE_IT_STARTS, payload.length);
        var source = ByteSource.of(file);
        return BoxReader.in(
                new ByteSource() {
                    @Override
                    public long sizeBytes() {
                        return source.sizeBytes();
                    }

                    @Override
                    public void read(long position, ByteBuffer destination) throws IOException {
                        reads.add(destination.remaining());
                        source.read(position, destination);
                    }
                },
                "moov",
                WHERE_IT_STARTS,
                payload.length);
    }

    /// Two narrow tables with a small box between them, then one of 64-bit numbers.
    private static byte[] payload() {
        var out = new BoxWriter(1024);
        table(out, "one ", 4);
        int small = out.begin("text");
        out.u32(0x61626364);
        out.end(small);
        table(out, "two ", 4);
        table(out, "wide", 8);
        return out.toByteArray();
    }

    private static void table(BoxWriter out, String type, int rowBytes) {
        int at = out.begin(type);
        out.u32(ROWS);
        for (int row = 0; row < ROWS; row++) {
            if (rowBytes == 4) {
                out.u32(row * 31L);
            } else {
                out.u64(row * 0x1_0000_0001L);
            }
        }
        out.end(at);
    }

    private static List<Object> told(BoxReader box) throws MediaFormatException {
        var told = new ArrayList<Object>();
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            var payload = next.get().payload();
            told.add(next.get().type() + " " + payload.where() + " " + payload.remaining());
            switch (next.get().type()) {
                case "text" -> told.add(new String(payload.bytes(4)));
                case "wide" -> told.add(payload.i64s(payload.u32()));
                default -> told.add(payload.i32s(payload.u32()));
            }
            told.add(payload.position() + " " + payload.remaining());
        }
        told.add(box.position());
        return told.stream().map(BoxReaderTest::comparable).toList();
    }

    private static Object comparable(Object value) {
        return switch (value) {
            case int[] numbers -> Arrays.hashCode(numbers) + " of " + numbers.length;
            case long[] numbers -> Arrays.hashCode(numbers) + " of " + numbers.length;
            default -> value;
        };
    }
}
