package dev.anabranch.packager.live;

/// What comes of asking a [Recording] for a piece of it.
///
/// @param <T> what was asked for
public sealed interface RangeAnswer<T> {

    /// Here it is.
    record Found<T>(T value) implements RangeAnswer<T> {}

    /// There is nothing between the times: nothing is recorded yet, or not there, or the end comes
    /// before the start.
    ///
    /// @param reason for people
    record Nothing<T>(String reason) implements RangeAnswer<T> {}

    /// There is more than is given at once.
    ///
    /// @param reason for people, with the limit
    record TooLong<T>(String reason) implements RangeAnswer<T> {}
}
