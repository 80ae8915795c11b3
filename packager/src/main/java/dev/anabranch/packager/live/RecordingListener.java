package dev.anabranch.packager.live;

/// Told how a [Recording] fares, on the thread that writes it.
public interface RecordingListener {

    /// Nothing is told.
    RecordingListener NONE = new RecordingListener() {};

    /// Parts are being lost from here on; the live stream is not touched. Told once until
    /// [#resumed], and again when what keeps it from going on is something else.
    ///
    /// @param reason for people: the disk is full, or too slow
    default void interrupted(String reason) {}

    /// Recording goes on, behind a discontinuity.
    default void resumed() {}

    /// The folder is a VOD.
    default void finished() {}

    /// The folder could not be made a VOD; [Recording#repair] does it when the cause is gone.
    default void failed(String reason) {}
}
