package dev.anabranch.media;

/// Where each sample of a track lies in its source, when it is decoded and shown, and where
/// decoding can start.
///
/// Samples are numbered from 0 in decode order. A table is immutable and may be read by any number
/// of threads, each with a [SampleCursor] of its own; it costs at most 8 bytes a sample.
public interface SampleTable {

    /// How many samples there are.
    int count();

    /// Decode time of the first sample, normally 0.
    long startTicks();

    /// Decode time at which the last sample ends.
    long endTicks();

    /// The sum of all sample sizes.
    long totalBytes();

    /// A cursor on sample `index`.
    ///
    /// @throws IndexOutOfBoundsException unless `0 <= index < count()`
    SampleCursor cursor(int index);

    /// A cursor on sample `index` for those who need nothing but decode times.
    default DecodeCursor decodeCursor(int index) {
        return cursor(index);
    }

    /// Presentation time of sample `index`, as [SampleCursor#ptsTicks].
    default long ptsTicks(int index) {
        return cursor(index).ptsTicks();
    }

    /// How far ahead of its decode time a sample between `from` and before `to` is shown, at the
    /// most; 0 when none is.
    default long leadTicks(int from, int to) {
        if (from == to) {
            return 0;
        }
        var cursor = cursor(from);
        long lead = Math.max(0, cursor.dtsTicks() - cursor.ptsTicks());
        while (cursor.index() < to - 1 && cursor.advance()) {
            lead = Math.max(lead, cursor.dtsTicks() - cursor.ptsTicks());
        }
        return lead;
    }

    /// What the samples between `from` and before `to` have in common.
    ///
    /// @param to more than `from`
    default SampleSummary summary(int from, int to) {
        return SampleSummary.of(cursor(from), to - from);
    }

    /// The last sample that is decoded at or before `dtsTicks`, or 0 when all come later.
    int sampleAt(long dtsTicks);

    /// How many samples decoding can start at.
    int syncCount();

    /// The sample number of the `n`-th sync sample.
    int syncSample(int n);

    /// Presentation time of the `n`-th sync sample, as [#ptsTicks].
    default long syncPtsTicks(int n) {
        return ptsTicks(syncSample(n));
    }

    /// The number `n` of the first sync sample at or after `index`, or [#syncCount()] when there is
    /// none.
    int syncAtOrAfter(int index);
}
