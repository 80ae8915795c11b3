package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;

/// The index of a track whose frames are still to come.
enum NoSamples implements SampleTable {
    NONE;

    @Override
    public int count() {
        return 0;
    }

    @Override
    public long startTicks() {
        return 0;
    }

    @Override
    public long endTicks() {
        return 0;
    }

    @Override
    public long totalBytes() {
        return 0;
    }

    @Override
    public SampleCursor cursor(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int sampleAt(long dtsTicks) {
        return 0;
    }

    @Override
    public int syncCount() {
        return 0;
    }

    @Override
    public int syncSample(int n) {
        throw new IndexOutOfBoundsException(n);
    }

    @Override
    public int syncAtOrAfter(int index) {
        return 0;
    }
}
