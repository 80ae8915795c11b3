package dev.anabranch.packager.live;

/// Told what a live presentation makes, on the thread that feeds it, after the edge has moved.
///
/// A listener that blocks holds up the stream; one that throws is removed and the presentation
/// warns the others. Segments may be read during the call without being retained.
public interface LiveListener {

    /// A part is there; in a rendition without parts each chunk of a segment is told in the same
    /// way.
    default void part(LiveRendition rendition, LiveSegment segment, LivePart part) {}

    /// A segment is complete; its last part has been told before.
    default void segment(LiveRendition rendition, LiveSegment segment) {}

    /// An initialization section, before the first part that needs it.
    default void init(LiveRendition rendition, int number, byte[] bytes) {}

    /// Something that a person should cure at the encoder, told once for each kind.
    default void warning(String message) {}

    /// What a warning was given for has not been seen for a while; it is given again when it is.
    ///
    /// @param message that of the warning
    default void withdrawn(String message) {}

    /// The presentation has ended; its playlists have EXT-X-ENDLIST.
    default void ended() {}
}
