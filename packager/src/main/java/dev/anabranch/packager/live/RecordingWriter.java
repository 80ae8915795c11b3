package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The thread that brings parts to the disk. It takes them from a bounded queue, so that whoever
/// feeds it never waits; what does not fit is refused.
final class RecordingWriter {

    private static final int MAX_QUEUED = 4096;

    /// What may happen, in the order in which it did.
    sealed interface Task {
        record Part(RecordedPart part) implements Task {}

        record SegmentEnd(String rendition, int targetSeconds) implements Task {}

        /// What follows comes after a hole.
        record Resume() implements Task {}

        record Finish() implements Task {}
    }

    /// Makes the folder a VOD when everything is written.
    @FunctionalInterface
    interface Finisher {
        void finish() throws IOException, MediaFormatException;
    }

    private final RecordingFolder folder;
    private final RecordingListener listener;
    private final Finisher finisher;
    private final long maxQueuedBytes;
    private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread;
    private volatile boolean isEnding; // any thread to the writing one
    private volatile boolean isTooSlow; // the feeding thread to the writing one
    private volatile boolean isFinished; // the writing thread to any
    private boolean isBroken; // the writing thread's
    private @Nullable String told; // the writing thread's: why it does not go on

    RecordingWriter(
            RecordingFolder folder,
            RecordingListener listener,
            Finisher finisher,
            long maxQueuedBytes,
            String name) {
        this.folder = folder;
        this.listener = listener;
        this.finisher = finisher;
        this.maxQueuedBytes = maxQueuedBytes;
        thread = Thread.ofPlatform().daemon().name("recording-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// How often writing has failed. After each failure nothing is written until [Task.Resume].
    int failures() {
        return failures.get();
    }

    /// Whether the folder is a VOD, or nothing was ever to be written.
    boolean isFinished() {
        return isFinished;
    }

    /// Has the listener told that the queue was full.
    void tooSlow() {
        isTooSlow = true;
    }

    /// Whether no part waits or is being written.
    boolean isIdle() {
        return queuedBytes.get() == 0;
    }

    /// Whether the queue has been worked off by half.
    boolean hasRoom() {
        return queue.size() < MAX_QUEUED / 2 && queuedBytes.get() < maxQueuedBytes / 2;
    }

    /// Takes the task unless the queue is full; never waits.
    boolean offer(Task task) {
        long bytes = bytes(task);
        if (queuedBytes.get() + bytes > maxQueuedBytes) {
            return false;
        }
        queuedBytes.addAndGet(bytes);
        if (queue.offer(task)) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    /// Has everything that was taken written, and the folder finished; returns at once.
    void end() {
        isEnding = true;
        // A full queue needs no waking: the writer looks at isEnding when it has emptied it.
        queue.offer(new Task.Finish());
    }

    /// Waits until the writer has come to its end.
    void join() throws InterruptedException {
        thread.join();
    }

    private static long bytes(Task task) {
        return task instanceof Task.Part(RecordedPart part) ? part.bytes().remaining() : 0;
    }

    private void run() {
        try (folder) {
            while (!(isEnding && queue.isEmpty())) {
                var task = queue.take();
                perform(task);
                queuedBytes.addAndGet(-bytes(task));
                if (isTooSlow) {
                    isTooSlow = false;
                    tell("the disk is too slow for the recording");
                }
            }
            finish();
        } catch (InterruptedException | IOException e) {
            listener.failed(reason(e));
        } finally {
            drop();
        }
    }

    /// Gives back the memory of what is still queued, when the thread was stopped.
    private void drop() {
        for (var task = queue.poll(); task != null; task = queue.poll()) {
            if (task instanceof Task.Part(RecordedPart part)) {
                part.close();
            }
        }
    }

    private void perform(Task task) {
        try {
            switch (task) {
                case Task.Part(RecordedPart part) -> add(part);
                case Task.SegmentEnd(String rendition, int targetSeconds) -> {
                    if (!isBroken && folder.isOpen()) {
                        folder.complete(rendition, targetSeconds);
                    }
                }
                case Task.Resume() -> resume();
                case Task.Finish() -> {}
            }
        } catch (IOException | MediaFormatException | RuntimeException e) {
            broken(e);
        }
    }

    private void add(RecordedPart part) throws IOException, MediaFormatException {
        try (part) {
            if (isBroken) {
                return;
            }
            if (!folder.isOpen()) {
                folder.open();
            }
            folder.add(part);
        }
    }

    private void resume() throws IOException, MediaFormatException {
        folder.requireRoom();
        if (folder.isOpen()) {
            folder.interrupt();
        }
        isBroken = false;
        if (told != null) {
            told = null;
            listener.resumed();
        }
    }

    private void broken(Exception cause) {
        isBroken = true;
        failures.incrementAndGet();
        tell(reason(cause));
    }

    /// Tells of an interruption, and again when there is another reason.
    private void tell(String reason) {
        if (!reason.equals(told)) {
            told = reason;
            listener.interrupted(reason);
        }
    }

    private static String reason(Exception cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void finish() {
        try {
            if (folder.isOpen()) {
                if (isBroken) {
                    folder.interrupt();
                }
                folder.end();
                finisher.finish();
            }
            isFinished = true;
            listener.finished();
        } catch (IOException | MediaFormatException | RuntimeException e) {
            listener.failed(reason(e));
        }
    }
}
