package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.process.SupervisedProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Ends a program that has stopped to work without ending: for a while no frame came of it, and it
/// used no processor time to speak of. Encoders that get too little memory were seen to wait for
/// themselves for ever.
final class StallWatch {

    /// How often it is looked at until it counts as stalled.
    private static final int LOOKS = 10;

    /// Of a processor. A program that waits wakes up now and then to look at the clock.
    private static final int IDLE_SHARE = 100;

    private final SupervisedProcess process;
    private final LongSupplier frames;
    private final BooleanSupplier isHeldBack;
    private final Duration patience;

    /// @param frames how many came of it so far
    /// @param isHeldBack whether it has to wait for whoever takes its frames
    /// @param patience for how long it may do nothing
    StallWatch(
            SupervisedProcess process,
            LongSupplier frames,
            BooleanSupplier isHeldBack,
            Duration patience) {
        this.process = process;
        this.frames = frames;
        this.isHeldBack = isHeldBack;
        this.patience = patience;
    }

    /// Watches until the program has ended, by a thread of its own.
    void start() {
        Thread.ofVirtual().name("stall-watch").start(this::watch);
    }

    private void watch() {
        var pause = patience.dividedBy(LOOKS);
        long before = frames.getAsLong();
        var used = process.processorTime();
        int idle = 0;
        try {
            while (!process.awaitExit(pause)) {
                long now = frames.getAsLong();
                var usedNow = process.processorTime();
                boolean isIdle = now == before && isIdle(used, usedNow, pause);
                idle = isIdle && !isHeldBack.getAsBoolean() ? idle + 1 : 0;
                if (idle == LOOKS) {
                    process.endStalled(patience);
                    return;
                }
                before = now;
                used = usedNow;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isIdle(
            Optional<Duration> before, Optional<Duration> now, Duration pause) {
        if (before.isEmpty() || now.isEmpty()) {
            // Where nobody tells, nobody is blamed.
            return false;
        }
        // A child that has gone takes its time with it.
        var used = now.get().minus(before.get()).abs();
        return used.compareTo(pause.dividedBy(IDLE_SHARE)) < 0;
    }
}
