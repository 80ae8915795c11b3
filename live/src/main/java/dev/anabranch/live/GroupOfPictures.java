package dev.anabranch.live;

import dev.anabranch.media.Frame;
import java.util.ArrayDeque;
import java.util.List;

/// The frames of a stream since its last keyframe, and the sound among them: where a decoder can
/// begin that comes now. Owned by one thread.
final class GroupOfPictures {

    /// Of a longer group the next keyframe is waited for: what is leased here the stream's log
    /// cannot use again.
    private static final int MAX_FRAMES = 900;

    private static final long MAX_BYTES = 16L << 20;

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private long sizeBytes;
    private int pictures;

    /// Takes `frame`; begins anew with a keyframe.
    ///
    /// @param isPicture whether it is of the picture, and not of a sound beside it
    void add(Frame frame, boolean isPicture) {
        if (isPicture && frame.isKeyframe()) {
            clear();
        }
        boolean isLost = isPicture && !frame.isKeyframe() && pictures == 0;
        long bytes = frame.payload().bytes().byteSize();
        if (isLost || frames.size() >= MAX_FRAMES || sizeBytes + bytes > MAX_BYTES) {
            clear();
            frame.close();
            return;
        }
        frames.add(frame);
        sizeBytes += bytes;
        pictures += isPicture ? 1 : 0;
    }

    /// How many pictures there are; 0 when nothing can be decoded.
    int pictures() {
        return pictures;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /// In the order in which they came; still held here.
    List<Frame> frames() {
        return List.copyOf(frames);
    }

    void clear() {
        frames.forEach(Frame::close);
        frames.clear();
        sizeBytes = 0;
        pictures = 0;
    }
}
