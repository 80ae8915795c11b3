package dev.anabranch.media.codec;

/// How decoding can start at an access unit.
public enum RandomAccess {
    /// It cannot.
    NONE,
    /// An IDR picture: nothing after it, in either order, refers to anything before it.
    CLOSED,
    /// An intra picture that begins an open GOP (H.264 recovery point with recovery_frame_cnt 0,
    /// HEVC CRA and BLA): pictures decoded after it but shown before it may be undecodable.
    OPEN,
    /// A recovery point without an intra picture, or one that is only right some frames later
    /// (periodic intra refresh).
    GRADUAL;

    /// Whether the access unit is a keyframe: pictures from it on, in output order, are right.
    public boolean isKeyframe() {
        return this == CLOSED || this == OPEN;
    }
}
