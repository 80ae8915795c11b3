package dev.anabranch.kernel;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays a slate into a stream. Runs on the kernel's thread; the monitor is for who stops it.
final class SlateShow implements StandIn {

    static final String LABEL = "slate";

    private static final Logger LOG = LoggerFactory.getLogger(SlateShow.class);

    private final SlateSource source;
    private final Publication publication;
    private final Kernel kernel;
    private SlateSource.@Nullable Showing showing;
    private long beginNanos;
    private long dueNanos;
    private boolean isStopped;
    private volatile @Nullable String trouble;

    SlateShow(SlateSource source, Publication publication, Kernel kernel) {
        this.source = source;
        this.publication = publication;
        this.kernel = kernel;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public Publication publication() {
        return publication;
    }

    @Override
    public synchronized void start() {
        if (!isStopped) {
            kernel.show(this);
        }
    }

    /// Why it ended by itself; null when it did not.
    @Nullable String trouble() {
        return trouble;
    }

    /// Plays what is due.
    ///
    /// @return in how many nanoseconds it wants to be called again; [Long#MAX_VALUE] when never
    synchronized long play(long nowNanos) {
        if (isStopped) {
            return Long.MAX_VALUE;
        }
        try {
            if (showing == null) {
                showing = source.show();
                beginNanos = nowNanos;
                dueNanos = nowNanos;
            }
            if (nowNanos - dueNanos >= 0) {
                dueNanos = beginNanos + showing.play(publication, nowNanos - beginNanos);
            }
            return Math.max(0, dueNanos - nowNanos);
        } catch (IOException | MediaFormatException | RuntimeException broken) {
            LOG.warn("the slate of {} cannot be shown", publication.stream().name(), broken);
            trouble = String.valueOf(broken.getMessage());
            stop();
            return Long.MAX_VALUE;
        }
    }

    @Override
    public synchronized void stop() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        publication.finish();
        kernel.unshow(this);
        if (showing != null) {
            showing.close();
        }
    }
}
