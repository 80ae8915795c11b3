package dev.anabranch.packager.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells all listeners; one that throws is told no more. Called by the feeding thread, changed by
/// any.
final class Announcer {

    /// Kinds of warnings that are remembered not to be given again.
    private static final int MAX_WARNINGS = 64;

    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void add(LiveListener listener) {
        listeners.add(listener);
    }

    void remove(LiveListener listener) {
        listeners.remove(listener);
    }

    void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        tell(listener -> listener.part(rendition, segment, part));
    }

    void segment(LiveRendition rendition, LiveSegment segment) {
        tell(listener -> listener.segment(rendition, segment));
    }

    void init(LiveRendition rendition, int number, byte[] bytes) {
        tell(listener -> listener.init(rendition, number, bytes));
    }

    void ended() {
        tell(LiveListener::ended);
    }

    /// @param kind what it is about: told once
    void warning(String kind, String message) {
        if (warned.size() < MAX_WARNINGS && warned.add(kind)) {
            tell(listener -> listener.warning(message));
        }
    }

    private void tell(Consumer<LiveListener> event) {
        var failed = new LinkedHashMap<LiveListener, RuntimeException>();
        for (var listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                failed.put(listener, e);
            }
        }
        listeners.removeAll(failed.keySet());
        failed.forEach((listener, e) ->
                warning(
                        "listener " + System.identityHashCode(listener),
                        "a listener failed and is told no more: " + e));
    }
}
