package dev.anabranch.origin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thing opened from a file, shared by all who read from it and closed by the last of them.
final class Held<T extends AutoCloseable> implements Holder {

    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    private final FileStamp stamp;
    private final T opened;
    private final Holds holds = new Holds();

    Held(FileStamp stamp, T opened) {
        this.stamp = stamp;
        this.opened = opened;
    }

    FileStamp stamp() {
        return stamp;
    }

    /// The thing itself, for as long as the caller holds it.
    T opened() {
        return opened;
    }

    @Override
    public boolean retain() {
        return holds.retain();
    }

    @Override
    public void release() {
        if (holds.release()) {
            close();
        }
    }

    @Override
    public boolean isCurrent() {
        return stamp.isCurrent();
    }

    private void close() {
        try {
            opened.close();
        } catch (Exception e) {
            LOG.warn("closing {} failed", stamp.path(), e);
        }
    }
}
