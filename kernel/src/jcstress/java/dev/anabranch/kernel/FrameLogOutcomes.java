package dev.anabranch.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.anabranch.media.TrackKind;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IJ_Result;

/// What threads may see of the classes that have no locks, in words. Run with
/// `mvn -Pjcstress -pl kernel -am verify`.
final class FrameLogOutcomes {

    private static final long MARK = 42;
    private static final BlockMemory MEMORY = new BlockMemory(1L << 30);

    private FrameLogOutcomes() {}

    private static Block block() {
        return Objects.requireNonNull(MEMORY.share(1L << 30).take(1));
    }

    private static Entry frame(Block block) {
        var entry = new Entry();
        entry.clear(EntryKind.FRAME, 1);
        entry.dtsTicks = MARK;
        entry.subject = block;
        return entry;
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The entry was not yet counted.")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "The entry was counted and is whole.")
    @Outcome(expect = FORBIDDEN, desc = "Counted before it was written.")
    @State
    public static class ACountedEntryIsWhole {
        private final EntryPage page = new EntryPage(0);
        private final Entry entry = frame(block());

        @Actor
        public void publisher() {
            page.add(entry);
        }

        @Actor
        public void reader(IJ_Result seen) {
            seen.r1 = page.count();
            seen.r2 = seen.r1 == 0 ? 0 : page.dtsTicks(0);
        }

        @Arbiter
        public void end() {
            page.letGo();
            ((Block) Objects.requireNonNull(entry.subject)).release();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The reader found the entry and is not woken.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The reader found nothing and is woken.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The reader sleeps for ever.")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Woken for what it has found already.")
    @State
    public static class AReaderFindsOrIsWoken {
        private final EntryPage page = new EntryPage(0);
        private final Entry entry = frame(block());
        private int wakes;
        private final Waiter waiter = new Waiter(() -> wakes++);

        @Actor
        public void publisher() {
            page.add(entry);
            waiter.wakeIfWaiting();
        }

        @Actor
        public void reader(II_Result seen) {
            waiter.begin();
            boolean isThere = page.count() > 0;
            seen.r1 = isThere && waiter.cancel() ? 1 : 0;
        }

        @Arbiter
        public void end(II_Result seen) {
            seen.r2 = wakes;
            page.letGo();
            ((Block) Objects.requireNonNull(entry.subject)).release();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "The block was gone.")
    @Outcome(id = "1, 0, 42", expect = ACCEPTABLE, desc = "The reader holds it, and its bytes stay.")
    @Outcome(expect = FORBIDDEN, desc = "Bytes of a later block, or memory that is lost.")
    @State
    public static class AHeldBlockIsNotUsedAgain {
        private final BlockMemory memory = new BlockMemory(1L << 20);
        private final MemoryShare share = memory.share(BlockMemory.BLOCK_BYTES);
        private final Block block = Objects.requireNonNull(share.take(1));

        public AHeldBlockIsNotUsedAgain() {
            block.bytes().set(ValueLayout.JAVA_LONG, 0, MARK);
        }

        @Actor
        public void publisher() {
            block.release();
            var later = share.take(1);
            if (later != null) {
                later.bytes().set(ValueLayout.JAVA_LONG, 0, -1);
                later.release();
            }
        }

        @Actor
        public void reader(IIJ_Result seen) {
            if (block.tryRetain()) {
                seen.r1 = 1;
                seen.r3 = block.bytes().get(ValueLayout.JAVA_LONG, 0);
                block.release();
            }
        }

        @Arbiter
        public void end(IIJ_Result seen) {
            seen.r2 = (int) memory.usedBytes();
            memory.close();
        }
    }

    /// The share has room for one block, so that the second frame needs the first one's memory.
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first frame was read; no room for the second.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The first frame was read, then its memory used again.")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The first was gone, the second was read.")
    @Outcome(id = "3, 1", expect = ACCEPTABLE, desc = "Both were read, one after the other.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first was gone, the second not yet there.")
    @Outcome(expect = FORBIDDEN, desc = "Bytes of another frame.")
    @State
    public static class AReaderSeesWholeFrames {
        private final BlockMemory memory = new BlockMemory(1L << 20);
        private final FrameLog log =
                new FrameLog(
                        memory.share(BlockMemory.BLOCK_BYTES),
                        LogLimits.DEFAULT,
                        SlowReaderPolicy.DEFAULT);
        private final Subscription reader =
                new Subscription(
                        log,
                        log.edge(),
                        () -> {},
                        new SlowReader(log, new ReaderTotals(() -> {})));

        public AReaderSeesWholeFrames() {
            write(1);
        }

        private boolean write(long mark) {
            log.turn.lock();
            try {
                var block = log.reserve(BlockMemory.BLOCK_BYTES);
                if (block == null) {
                    return false;
                }
                block.bytes().set(ValueLayout.JAVA_LONG, 0, mark);
                log.entry.clear(EntryKind.FRAME, mark);
                log.entry.dtsTicks = mark;
                log.entry.subject = block;
                log.append(TrackKind.AUDIO);
                block.release();
                return true;
            } finally {
                log.turn.unlock();
            }
        }

        @Actor
        public void publisher(II_Result seen) {
            seen.r2 = write(2) ? 1 : 0;
        }

        /// The sum of the frames that were read, or -1 when one was not what it says.
        @Actor
        public void reader(II_Result seen) {
            while (reader.next()) {
                long mark = reader.block().bytes().get(ValueLayout.JAVA_LONG, 0);
                seen.r1 = mark == reader.dtsTicks() && seen.r1 >= 0 ? seen.r1 + (int) mark : -1;
            }
        }

        @Arbiter
        public void end(II_Result seen) {
            reader.close();
            log.letGo();
            seen.r2 = memory.usedBytes() == 0 ? seen.r2 : -1;
            memory.close();
        }
    }
}
