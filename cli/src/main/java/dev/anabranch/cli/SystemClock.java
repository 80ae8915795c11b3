package dev.anabranch.cli;

import dev.anabranch.client.PlaybackClock;
import java.util.concurrent.TimeUnit;

/// The machine's clock.
enum SystemClock implements PlaybackClock {
    MACHINE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void awaitNanos(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
