package dev.anabranch.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Timescale;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalDouble;

/// The frames of a stream from a keyframe on, and the sound among them: where a decoder can begin
/// that comes now. That is the last keyframe, or one before it while something of what comes
/// between is still to be made. Owned by one thread.
final class GroupOfPictures {

    /// Of a longer group the next keyframe is waited for: what is leased here the stream's log
    /// cannot use again.
    private static final int MAX_FRAMES = 900;

    private static final long MAX_BYTES = 16L << 20;

    /// What is older is missing by now in the presentation, which waits for two seconds.
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long sizeBytes;
    private int pictures;
    private int keyframes;

    private record Held(Frame frame, boolean isPicture) {

        boolean isKeyframe() {
            return isPicture && frame.isKeyframe();
        }

        long sizeBytes() {
            return frame.payload().bytes().byteSize();
        }
    }

    /// Takes `frame`.
    ///
    /// @param isPicture whether it is of the picture, and not of a sound beside it
    void add(Frame frame, boolean isPicture) {
        var next = new Held(frame, isPicture);
        boolean isLost = isPicture && !frame.isKeyframe() && pictures == 0;
        while (!hasRoom(next) && keyframes > 1) {
            forgetGroup();
        }
        if (next.isKeyframe() && (keyframes == 0 || !hasRoom(next))) {
            clear();
        }
        if (isLost || !hasRoom(next)) {
            clear();
            frame.close();
            return;
        }
        held.add(next);
        sizeBytes += next.sizeBytes();
        pictures += isPicture ? 1 : 0;
        keyframes += next.isKeyframe() ? 1 : 0;
    }

    private boolean hasRoom(Held next) {
        return held.size() < MAX_FRAMES && sizeBytes + next.sizeBytes() <= MAX_BYTES;
    }

    /// Forgets groups of which all is made, and those that are too old.
    ///
    /// @param madeTicks up to when all is made that is to be, on the clock of the picture
    void forget(long madeTicks, Timescale clock) {
        if (keyframes < 2) {
            return;
        }
        var newest = held.getLast();
        for (var one : held) {
            newest = one.isPicture ? one : newest;
        }
        long until = Math.max(madeTicks, newest.frame.ptsTicks() - clock.ticks(LONGEST));
        while (keyframes > 1 && secondKeyframe().ptsTicks() <= until) {
            forgetGroup();
        }
    }

    private Frame secondKeyframe() {
        return held.stream().filter(Held::isKeyframe).skip(1).findFirst().orElseThrow().frame();
    }

    private void forgetGroup() {
        do {
            var first = held.removeFirst();
            sizeBytes -= first.sizeBytes();
            pictures -= first.isPicture ? 1 : 0;
            keyframes -= first.isKeyframe() ? 1 : 0;
            first.frame.close();
        } while (!held.getFirst().isKeyframe());
    }

    /// How many pictures there are; 0 when nothing can be decoded.
    int pictures() {
        return pictures;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /// By the pictures that are held; empty when there are fewer than two.
    OptionalDouble picturesPerSecond(Timescale clock) {
        if (pictures < 2) {
            return OptionalDouble.empty();
        }
        var times =
                held.stream()
                        .filter(Held::isPicture)
                        .mapToLong(one -> one.frame.dtsTicks())
                        .summaryStatistics();
        double ticks = Math.max(1, times.getMax() - times.getMin());
        return OptionalDouble.of((times.getCount() - 1) * clock.ticksPerSecond() / ticks);
    }

    /// In the order in which they came; still held here.
    List<Frame> frames() {
        return held.stream().map(Held::frame).toList();
    }

    void clear() {
        held.forEach(one -> one.frame.close());
        held.clear();
        sizeBytes = 0;
        pictures = 0;
        keyframes = 0;
    }
}
