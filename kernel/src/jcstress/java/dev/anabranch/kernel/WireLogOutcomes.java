package dev.anabranch.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What the writer of a [WireLog] and a [WireReader] may see of each other, in words.
final class WireLogOutcomes {

    private static final byte[] NO_PREAMBLE = {};

    private WireLogOutcomes() {}

    /// A message that fills a block, with its mark at both ends.
    private static boolean write(WireLog log, long mark) {
        var room = log.room(BlockMemory.BLOCK_BYTES);
        if (room == null) {
            return false;
        }
        room.set(ValueLayout.JAVA_LONG, 0, mark);
        room.set(ValueLayout.JAVA_LONG, BlockMemory.BLOCK_BYTES - Long.BYTES, mark);
        log.entry(NO_PREAMBLE);
        log.publish(BlockMemory.BLOCK_BYTES);
        return true;
    }

    /// The mark of a run that is one whole message, else -1.
    private static int mark(WireReader reader) {
        MemorySegment bytes = reader.bytes();
        long first = bytes.get(ValueLayout.JAVA_LONG, reader.offset());
        long last =
                bytes.get(
                        ValueLayout.JAVA_LONG,
                        (long) reader.offset() + reader.sizeBytes() - Long.BYTES);
        return first == last && reader.sizeBytes() == BlockMemory.BLOCK_BYTES ? (int) first : -1;
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The message was not yet published.")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "The message was published and is whole.")
    @Outcome(expect = FORBIDDEN, desc = "Published before it was written, or memory that is lost.")
    @State
    public static class APublishedMessageIsWhole {
        private final BlockMemory memory = new BlockMemory(1L << 20);
        private final WireLog log = new WireLog(memory.share(BlockMemory.BLOCK_BYTES), 0);
        private final WireReader reader = log.reader();

        @Actor
        public void writer() {
            write(log, 42);
        }

        @Actor
        public void reader(II_Result seen) {
            if (reader.next()) {
                seen.r1 = 1;
                seen.r2 = mark(reader);
                reader.sent();
            }
        }

        @Arbiter
        public void end(II_Result seen) {
            reader.close();
            log.close();
            seen.r2 = memory.usedBytes() == 0 ? seen.r2 : -1;
            memory.close();
        }
    }

    /// Room for two blocks: the third message needs the memory of the first, or of the second when
    /// a reader holds the first.
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1", "12, 1", "123, 1", "13, 1", "2, 1", "23, 1", "3, 1"},
            expect = ACCEPTABLE,
            desc = "Whole messages, each once and in order, some skipped.")
    @Outcome(
            id = {"0, 0", "1, 0", "12, 0", "2, 0"},
            expect = ACCEPTABLE,
            desc = "The same; the last message was lost because a reader held what it needed.")
    @Outcome(expect = FORBIDDEN, desc = "Bytes of another message, a step back, or lost memory.")
    @State
    public static class AReaderSeesWholeMessagesInOrder {
        private final BlockMemory memory = new BlockMemory(1L << 20);
        private final WireLog log = new WireLog(memory.share(2L * BlockMemory.BLOCK_BYTES), 0);
        private final WireReader reader = log.reader();

        public AReaderSeesWholeMessagesInOrder() {
            write(log, 1);
        }

        @Actor
        public void writer(II_Result seen) {
            write(log, 2);
            seen.r2 = write(log, 3) ? 1 : 0;
        }

        @Actor
        public void reader(II_Result seen) {
            while (reader.next()) {
                int mark = mark(reader);
                boolean isNext = mark > seen.r1 % 10 && seen.r1 >= 0;
                seen.r1 = isNext ? seen.r1 * 10 + mark : -1;
                reader.sent();
            }
        }

        @Arbiter
        public void end(II_Result seen) {
            reader.close();
            log.close();
            seen.r2 = memory.usedBytes() == 0 ? seen.r2 : -1;
            memory.close();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Neither the end nor the message yet.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The message; the end is yet to be seen.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The end, and the message before it.")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The end hides a message.")
    @State
    public static class NothingFollowsTheEnd {
        private final BlockMemory memory = new BlockMemory(1L << 20);
        private final WireLog log = new WireLog(memory.share(BlockMemory.BLOCK_BYTES), 0);
        private final WireReader reader = log.reader();

        @Actor
        public void writer() {
            Objects.requireNonNull(log.room(8)).set(ValueLayout.JAVA_LONG, 0, 42);
            log.entry(NO_PREAMBLE);
            log.publish(8);
            log.end();
        }

        @Actor
        public void reader(II_Result seen) {
            seen.r1 = reader.hasEnded() ? 1 : 0;
            seen.r2 = reader.next() ? 1 : 0;
        }

        @Arbiter
        public void end(II_Result seen) {
            reader.close();
            log.close();
            seen.r2 = memory.usedBytes() == 0 ? seen.r2 : -1;
            memory.close();
        }
    }
}
