package dev.anabranch.origin;

import java.io.IOException;

/// Keeps what a [Resource] reads from open while it is being sent. Safe for any number of threads.
public interface Holder {

    /// Holds it open once more; `false` when it is closed already, and then the resource must be
    /// asked for anew.
    boolean retain();

    /// Lets go of one hold. The last one closes.
    void release();

    /// Whether a new request would still get these bytes: the file is the same file. May read the
    /// file's attributes, so not for an event loop.
    boolean isCurrent() throws IOException;

    /// For what needs nothing open and never changes.
    Holder NOTHING =
            new Holder() {
                @Override
                public boolean retain() {
                    return true;
                }

                @Override
                public void release() {}

                @Override
                public boolean isCurrent() {
                    return true;
                }
            };
}
