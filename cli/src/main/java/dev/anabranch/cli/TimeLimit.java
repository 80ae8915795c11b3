package dev.anabranch.cli;

import java.time.Duration;

/// The time that a command may take. When it is over, what the command is at is stopped, once.
final class TimeLimit implements AutoCloseable {

    private final Duration longest;
    private final Runnable stop;
    private final Thread watch;
    private volatile boolean isOver; // the watch tells the command

    private TimeLimit(Duration longest, Runnable stop) {
        this.longest = longest;
        this.stop = stop;
        watch = Thread.ofVirtual().name("time-limit").unstarted(this::watch);
    }

    /// Begins to count.
    ///
    /// @param stop makes the command fail soon; called by another thread
    static TimeLimit of(Duration longest, Runnable stop) {
        var limit = new TimeLimit(longest, stop);
        limit.watch.start();
        return limit;
    }

    /// Whether the command was stopped.
    boolean isOver() {
        return isOver;
    }

    private void watch() {
        try {
            Thread.sleep(longest);
        } catch (InterruptedException inTime) {
            return;
        }
        isOver = true;
        stop.run();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
