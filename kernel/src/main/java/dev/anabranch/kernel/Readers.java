package dev.anabranch.kernel;

import java.util.Arrays;

/// The subscriptions of one log. Anybody may add and remove; whoever appended wakes them, without a
/// lock.
final class Readers {

    private static final Subscription[] NOBODY = {};

    /// Copied on write, under the monitor; read by publishers.
    private volatile Subscription[] all = NOBODY;

    synchronized void add(Subscription reader) {
        var more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = reader;
        all = more;
    }

    synchronized void remove(Subscription reader) {
        int index = Arrays.asList(all).indexOf(reader);
        if (index < 0) {
            return;
        }
        var fewer = Arrays.copyOf(all, all.length - 1);
        System.arraycopy(all, index + 1, fewer, index, fewer.length - index);
        all = fewer;
    }

    /// Wakes those that wait. After an entry was counted, and without the turn: what they do may
    /// take time.
    void wake() {
        for (var reader : all) {
            reader.waiter().wakeIfWaiting();
        }
    }

    int count() {
        return all.length;
    }

    Subscription[] all() {
        return all;
    }
}
