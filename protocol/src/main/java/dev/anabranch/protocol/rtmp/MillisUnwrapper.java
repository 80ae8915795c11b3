package dev.anabranch.protocol.rtmp;

/// Makes one line of the 32-bit milliseconds of a connection's messages, which begin anywhere and
/// wrap after 49.7 days. A step of less than half the range is taken as one in either direction.
final class MillisUnwrapper {

    private boolean isStarted;
    private long last;

    /// @param timestamp 32 bits, unsigned
    long unwrap(long timestamp) {
        if (!isStarted) {
            isStarted = true;
            last = timestamp;
            return timestamp;
        }
        last += (int) (timestamp - last);
        return last;
    }
}
