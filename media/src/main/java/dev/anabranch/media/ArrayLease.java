package dev.anabranch.media;

import java.lang.foreign.MemorySegment;

/// A lease on garbage-collected bytes.
record ArrayLease(MemorySegment bytes) implements Lease {

    @Override
    public Lease retain() {
        return this;
    }

    @Override
    public void close() {}
}
