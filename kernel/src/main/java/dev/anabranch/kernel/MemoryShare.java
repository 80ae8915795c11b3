package dev.anabranch.kernel;

import org.jspecify.annotations.Nullable;

/// What one log may take of a [BlockMemory]. Thread-safe, without locks.
public final class MemoryShare {

    /// A block of at least `sizeBytes` with one hold on it, or null when that would be more than
    /// this share or all the memory. Its content is whatever was there.
    public @Nullable Block take(int sizeBytes) {
        throw new UnsupportedOperationException();
    }

    /// In blocks somebody holds.
    public long usedBytes() {
        throw new UnsupportedOperationException();
    }

    public long maxBytes() {
        throw new UnsupportedOperationException();
    }
}
