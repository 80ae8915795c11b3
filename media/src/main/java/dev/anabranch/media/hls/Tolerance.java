package dev.anabranch.media.hls;

/// Decides what becomes of a fault that could be lived with.
interface Tolerance {

    /// Notes the fault and returns, or throws it.
    void tolerate(String what) throws LineException;

    /// Notes a fault that every mode tolerates.
    void note(String what);
}
