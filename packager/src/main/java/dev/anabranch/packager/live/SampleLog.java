package dev.anabranch.packager.live;

/// Told of every sample a [Lane] writes: what it is, and where its bytes lie once they are sent.
interface SampleLog {

    SampleLog NONE = new SampleLog() {};

    default void add(Sample sample) {}

    /// The samples since the last call lie one behind the other from here in the segment.
    default void sent(long offsetBytes) {}

    default void complete(LiveSegment segment) {}
}
