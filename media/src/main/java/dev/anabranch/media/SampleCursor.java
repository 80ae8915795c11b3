package dev.anabranch.media;

/// A position in a [SampleTable] that moves forward; owned by one thread.
public interface SampleCursor extends DecodeCursor {

    /// Presentation time: decode time plus composition offset, on the track's own media timeline
    /// (edits not applied).
    long ptsTicks();

    long durationTicks();

    int sizeBytes();

    /// Where the sample's bytes start in the source.
    long position();

    boolean isSync();

    /// Which of the track's codec configurations applies, from 0.
    int configurationIndex();
}
