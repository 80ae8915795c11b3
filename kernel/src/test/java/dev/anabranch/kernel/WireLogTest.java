package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireLogTest {

    private static final int BLOCK = BlockMemory.BLOCK_BYTES;

    /// Fills a block; a short `Z` in what is read.
    private static final String FILL = "z".repeat(BLOCK);

    private final BlockMemory memory = new BlockMemory(16L << 20);
    private final MemoryShare share = memory.share(8L << 20);
    private final WireLog log = new WireLog(share, 2L * BLOCK);

    @AfterEach
    void close() {
        log.close();
        assertThat(memory.usedBytes()).as("bytes still held").isZero();
        memory.close();
    }

    @Test
    void aReaderWaitsForTheFirstEntry() {
        var reader = log.reader();
        write("before");
        assertThat(reader.next()).isFalse();
        log.entry(bytes("configuration"));
        write("key");
        assertThat(read(reader)).isEqualTo("[configuration]key");
    }

    @Test
    void whatCameTogetherIsOneRun() {
        log.entry(bytes("c"));
        write("a");
        var reader = log.reader();
        assertThat(read(reader)).isEqualTo("[c]a");
        write("b");
        write("c");
        assertThat(read(reader)).isEqualTo("bc");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void aReaderBeginsAtTheNewestEntry() {
        log.entry(bytes("one"));
        write("old");
        log.entry(bytes("two"));
        write("new");
        write("er");
        assertThat(read(log.reader())).isEqualTo("[two]newer");
    }

    @Test
    void aMessageNeverGoesOverTheEndOfABlock() {
        log.entry(bytes(""));
        write("a".repeat(BLOCK - 10));
        write("b".repeat(20));
        var reader = log.reader();
        assertThat(reader.next()).isTrue();
        assertThat(reader.sizeBytes()).isEqualTo(BLOCK - 10);
        reader.sent();
        assertThat(reader.next()).isTrue();
        assertThat(reader.sizeBytes()).isEqualTo(20);
        reader.sent();
    }

    @Test
    void aMessageLargerThanABlockHasOneOfItsOwn() {
        log.entry(bytes(""));
        write("x".repeat(3 * BLOCK));
        assertThat(read(log.reader()).length()).isEqualTo(3 * BLOCK + 2);
    }

    @Test
    void aReaderThatIsLappedGoesOnAtTheNewestEntryWithItsPreamble() {
        log.entry(bytes("one"));
        write("first");
        var reader = log.reader();
        assertThat(read(reader)).isEqualTo("[one]first");
        fill(6);
        log.entry(bytes("two"));
        write("last");
        assertThat(read(reader)).isEqualTo("[two]last");
        assertThat(reader.skips()).isEqualTo(1);
        assertThat(reader.skippedBytes()).isEqualTo(6L * BLOCK);
    }

    @Test
    void aFrozenReaderHoldsOneBlockAndItsBytesStay() {
        log.entry(bytes("one"));
        write("first");
        var reader = log.reader();
        assertThat(reader.next()).isTrue();
        fill(6);
        log.entry(bytes("two"));
        write("last");
        assertThat(text(reader)).isEqualTo("first");
        long held = memory.usedBytes() - log.retainedBytes();
        assertThat(held).isEqualTo(BLOCK);
        reader.sent();
        assertThat(memory.usedBytes()).isEqualTo(log.retainedBytes());
        assertThat(read(reader)).isEqualTo("[two]last");
    }

    @Test
    void theGroupToJoinIsKeptBeyondTheWindow() {
        log.entry(bytes("c"));
        write("key");
        fill(5);
        assertThat(read(log.reader())).isEqualTo("[c]keyZZZZZ");
    }

    @Test
    void withoutMemoryTheOldestGoesAndThenMessagesAreLost() {
        log.entry(bytes("c"));
        write("key");
        fill(40);
        assertThat(log.reader().next()).as("the entry is gone").isFalse();
        assertThat(log.retainedBytes()).as("only the window is kept").isEqualTo(2L * BLOCK);
        var reader = log.reader();
        log.entry(bytes("d"));
        write("next");
        assertThat(read(reader)).isEqualTo("[d]next");
    }

    @Test
    void theEndIsSeenAfterTheLastByte() {
        log.entry(bytes("c"));
        var reader = log.reader();
        write("last");
        log.end();
        assertThat(reader.hasEnded()).isTrue();
        assertThat(read(reader)).isEqualTo("[c]last");
        assertThat(reader.next()).isFalse();
    }

    /// 200,000 messages, each with its number, read by another thread that sometimes lags: numbers
    /// only grow, and a gap comes only with a skip.
    @Test
    void anotherThreadReadsWholeMessagesInOrder() throws InterruptedException {
        var failure = new AtomicReference<Throwable>();
        var started = new CountDownLatch(1);
        var thread = new Thread(() -> readNumbers(started, failure));
        thread.start();
        started.await();
        for (int i = 0; i < 200_000; i++) {
            if (i % 50 == 0) {
                log.entry(bytes("c"));
            }
            var room = log.room(64);
            room.fill((byte) i);
            room.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
            log.publish(64);
        }
        log.end();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private void readNumbers(CountDownLatch started, AtomicReference<Throwable> failure) {
        try {
            var reader = log.reader();
            started.countDown();
            int last = -1;
            int skips = 0;
            for (boolean ended = false; !ended; ) {
                boolean isLast = reader.hasEnded();
                if (!reader.next()) {
                    ended = isLast;
                    continue;
                }
                for (int at = 0; at < reader.sizeBytes(); at += 64) {
                    var message = reader.bytes().asSlice(reader.offset() + at, 64);
                    int number = message.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
                    boolean mayJump = last < 0 || at == 0 && reader.skips() > skips;
                    assertThat(mayJump ? number > last || last < 0 : number == last + 1).isTrue();
                    assertThat(message.get(ValueLayout.JAVA_BYTE, 63)).isEqualTo((byte) number);
                    last = number;
                }
                skips = reader.skips();
                reader.sent();
            }
            assertThat(last).isEqualTo(199_999);
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void fill(int blocks) {
        for (int i = 0; i < blocks; i++) {
            write(FILL);
        }
    }

    private void write(String message) {
        var room = log.room(message.length());
        assertThat(room).isNotNull();
        MemorySegment.copy(MemorySegment.ofArray(bytes(message)), 0, room, 0, message.length());
        log.publish(message.length());
    }

    /// All runs there are, preambles in brackets.
    private static String read(WireReader reader) {
        var all = new StringBuilder();
        while (reader.next()) {
            var preamble = reader.takePreamble();
            if (preamble != null) {
                all.append('[').append(new String(preamble, StandardCharsets.UTF_8)).append(']');
            }
            all.append(text(reader));
            reader.sent();
        }
        return all.toString();
    }

    private static String text(WireReader reader) {
        var run = reader.bytes().asSlice(reader.offset(), reader.sizeBytes());
        var text = new String(run.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        return text.equals(FILL) ? "Z" : text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
