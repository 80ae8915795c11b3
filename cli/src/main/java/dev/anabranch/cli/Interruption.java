package dev.anabranch.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// While open, an interrupt or a request to terminate cancels the work and waits until it has
/// cleaned up.
final class Interruption implements AutoCloseable {

    private static final long CLEAN_UP_SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable cancel) {
        hook =
                new Thread(() -> {
                    cancel.run();
                    awaitDone();
                });
    }

    static Interruption cancelling(Runnable cancel) {
        var interruption = new Interruption(cancel);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException isShuttingDown) {
            // the hook is what closed us down: it has seen `done` and lets the program end
        }
    }

    private void awaitDone() {
        try {
            var _ = done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
