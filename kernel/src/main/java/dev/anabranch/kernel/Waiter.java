package dev.anabranch.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reader that has found nothing, and how it is woken.
///
/// The reader says that it waits, then looks once more; a publisher makes something to find, then
/// looks who waits. Whoever is later sees the other, because both write and read in one total order
/// (volatile).
final class Waiter {

    private static final Logger LOG = LoggerFactory.getLogger(Waiter.class);
    private static final VarHandle WAITING;

    static {
        try {
            WAITING = MethodHandles.lookup().findVarHandle(Waiter.class, "waiting", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Runnable wake;

    /// 1 from when the reader found nothing until somebody is to wake it: set by the reader, taken
    /// by a publisher or, when it finds something after all, by the reader.
    private volatile int waiting;

    Waiter(Runnable wake) {
        this.wake = wake;
    }

    /// By the reader, before it looks once more.
    void begin() {
        waiting = 1;
    }

    /// By the reader, when it has found something.
    ///
    /// @return `false` when somebody is about to wake it
    boolean cancel() {
        return WAITING.compareAndSet(this, 1, 0);
    }

    /// By a publisher, after it has made something to find.
    void wakeIfWaiting() {
        if (waiting == 1 && WAITING.compareAndSet(this, 1, 0)) {
            try {
                wake.run();
            } catch (RuntimeException failed) {
                LOG.error("a reader could not be woken", failed);
            }
        }
    }

    /// By the reader, which leaves.
    void end() {
        waiting = 0;
    }
}
