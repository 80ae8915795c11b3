package dev.anabranch.media;

/// A position in a [SampleTable] that moves forward and knows decode times only; owned by one
/// thread.
public interface DecodeCursor {

    /// Moves to the next sample; `false` when this was the last.
    boolean advance();

    /// The sample number, from 0.
    int index();

    long dtsTicks();
}
