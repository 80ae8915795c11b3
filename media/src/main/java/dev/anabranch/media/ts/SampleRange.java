package dev.anabranch.media.ts;

/// Samples `from` (inclusive) to `to` (exclusive) of a track, by number.
public record SampleRange(int from, int to) {

    public SampleRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("from=" + from + " to=" + to);
        }
    }

    public int count() {
        return to - from;
    }
}
