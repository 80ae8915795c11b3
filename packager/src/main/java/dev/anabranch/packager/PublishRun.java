package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One call of [Publisher#publish]: threads take the next path until none is left or one of them
/// fails.
final class PublishRun {

    private final Presentation presentation;
    private final SegmentStore store;
    private final Publisher.Progress progress;
    private final BooleanSupplier isCancelled;
    private final int total;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int resources;
    private long bytes;

    PublishRun(
            Presentation presentation,
            SegmentStore store,
            Publisher.Progress progress,
            BooleanSupplier isCancelled) {
        this.presentation = presentation;
        this.store = store;
        this.progress = progress;
        this.isCancelled = isCancelled;
        total = presentation.paths().size();
    }

    /// Publishes all of `paths` and returns, or throws what went wrong first, when every thread has
    /// stopped.
    void all(List<String> paths, int threads) throws IOException, MediaFormatException {
        var next = new AtomicInteger();
        var helpers = new Thread[Math.clamp(paths.size() - 1, 0, threads - 1)];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] =
                    Thread.ofPlatform()
                            .name("publish-" + (i + 1))
                            .daemon()
                            .start(() -> take(paths, next));
        }
        take(paths, next);
        join(helpers);
        rethrow();
    }

    synchronized long bytes() {
        return bytes;
    }

    private void take(List<String> paths, AtomicInteger next) {
        try {
            int i = next.getAndIncrement();
            while (i < paths.size() && failure.get() == null) {
                if (isCancelled.getAsBoolean()) {
                    throw new CancellationException("publishing was cancelled");
                }
                publish(paths.get(i));
                i = next.getAndIncrement();
            }
        } catch (IOException | MediaFormatException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private void publish(String path) throws IOException, MediaFormatException {
        var content =
                presentation
                        .resource(path)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the presentation lists but does not have " + path));
        store.put(path, content);
        published(content.sizeBytes());
    }

    /// Counts a resource that is there.
    synchronized void published(long sizeBytes) {
        resources++;
        bytes += sizeBytes;
        progress.published(resources, total, bytes);
    }

    /// Waits even when interrupted: the threads read sources that the caller closes next.
    private static void join(Thread[] helpers) {
        boolean wasInterrupted = false;
        for (var helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException, MediaFormatException {
        var cause = failure.get();
        switch (cause) {
            case null -> {}
            case IOException e when e.getCause() instanceof MediaFormatException broken ->
                    throw broken;
            case IOException e -> throw e;
            case MediaFormatException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
