package dev.anabranch.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Some entries of a [FrameLog], and a hold on the blocks their payloads are in.
///
/// Written by whoever has the log's turn, read by anybody. An entry is written, then counted; it
/// never changes afterwards. What the arrays say therefore stays true for a reader however late it
/// is; only the blocks may be gone, which [Block#tryRetain] tells.
final class EntryPage {

    static final int CAPACITY = 256;

    /// What stands in `next` of a page whose successors a reader can no longer reach from it.
    private static final EntryPage CUT = new EntryPage(-1, 0);

    private static final VarHandle COUNT;
    private static final VarHandle NEXT;

    static {
        try {
            var lookup = MethodHandles.lookup();
            COUNT = lookup.findVarHandle(EntryPage.class, "count", int.class);
            NEXT = lookup.findVarHandle(EntryPage.class, "next", EntryPage.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// Position in the log; the later page has the higher number.
    final long number;

    private final EntryKind[] kinds;
    private final byte[] trackIds;
    private final boolean[] keyframes;
    private final long[] dtsTicks;
    private final long[] ptsTicks;
    private final long[] durationTicks;
    private final long[] arrivalNanos;
    private final long[] wallNanos;
    private final @Nullable Object[] subjects;
    private final int[] offsets;
    private final int[] sizes;

    /// Release by the writer after the arrays, acquire by readers before them.
    private int count;

    /// Release by the writer when this page gets no more entries; acquire by readers.
    @SuppressWarnings("unused") // through NEXT
    private @Nullable EntryPage next;

    private Block[] held = new Block[2];
    private int heldCount;
    private long heldBytes;

    EntryPage(long number) {
        this(number, CAPACITY);
    }

    private EntryPage(long number, int capacity) {
        this.number = number;
        kinds = new EntryKind[capacity];
        trackIds = new byte[capacity];
        keyframes = new boolean[capacity];
        dtsTicks = new long[capacity];
        ptsTicks = new long[capacity];
        durationTicks = new long[capacity];
        arrivalNanos = new long[capacity];
        wallNanos = new long[capacity];
        subjects = new Object[capacity];
        offsets = new int[capacity];
        sizes = new int[capacity];
    }

    // The writer.

    void add(Entry entry) {
        int i = count;
        kinds[i] = entry.kind;
        trackIds[i] = (byte) entry.trackId;
        keyframes[i] = entry.isKeyframe;
        dtsTicks[i] = entry.dtsTicks;
        ptsTicks[i] = entry.ptsTicks;
        durationTicks[i] = entry.durationTicks;
        arrivalNanos[i] = entry.arrivalNanos;
        wallNanos[i] = entry.wallNanos;
        subjects[i] = entry.subject;
        offsets[i] = entry.offset;
        sizes[i] = entry.sizeBytes;
        if (entry.subject instanceof Block block) {
            hold(block);
        }
        // Volatile, not release: the writer looks next for readers that wait, and one that is just
        // about to
        // wait looks at the count after it has said so.
        COUNT.setVolatile(this, i + 1);
    }

    /// Keeps `block` until [#letGo].
    private void hold(Block block) {
        if (holds(block)) {
            return;
        }
        block.retain();
        if (heldCount == held.length) {
            held = java.util.Arrays.copyOf(held, 2 * heldCount);
        }
        held[heldCount++] = block;
        heldBytes += block.sizeBytes();
    }

    /// Whether it is one of the last two that were added; an older one is held twice, which does no
    /// harm.
    boolean holds(Block block) {
        return heldCount > 0 && held[heldCount - 1] == block
                || heldCount > 1 && held[heldCount - 2] == block;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// Memory of the blocks it holds.
    long heldBytes() {
        return heldBytes;
    }

    long newestArrivalNanos() {
        return arrivalNanos[count - 1];
    }

    void append(EntryPage page) {
        NEXT.setVolatile(this, page);
    }

    void letGo() {
        for (int i = 0; i < heldCount; i++) {
            held[i].release();
        }
        heldCount = 0;
    }

    /// Forgets its successors, so that who is still here does not keep all of them from being
    /// collected.
    void cut() {
        NEXT.setVolatile(this, CUT);
    }

    // Readers.

    int count() {
        return (int) COUNT.getVolatile(this);
    }

    @Nullable EntryPage next() {
        return (EntryPage) NEXT.getVolatile(this);
    }

    boolean isCut() {
        return next() == CUT;
    }

    EntryKind kind(int index) {
        return kinds[index];
    }

    int trackId(int index) {
        return trackIds[index];
    }

    boolean isKeyframe(int index) {
        return keyframes[index];
    }

    long dtsTicks(int index) {
        return dtsTicks[index];
    }

    long ptsTicks(int index) {
        return ptsTicks[index];
    }

    long durationTicks(int index) {
        return durationTicks[index];
    }

    long arrivalNanos(int index) {
        return arrivalNanos[index];
    }

    long wallNanos(int index) {
        return wallNanos[index];
    }

    Object subject(int index) {
        return Objects.requireNonNull(subjects[index]);
    }

    int offset(int index) {
        return offsets[index];
    }

    int sizeBytes(int index) {
        return sizes[index];
    }
}
