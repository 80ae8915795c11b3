package dev.anabranch.packager.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells all listeners; one that throws is told no more. Called by the feeding thread, changed by
/// any.
final class Announcer {

    /// Kinds of warnings that are remembered not to be given again.
    private static final int MAX_WARNINGS = 64;

    /// Segments without its cause after which a warning is withdrawn: a cause that comes once in
    /// the longest segment is still there.
    private static final int QUIET_SEGMENTS = 10;

    private static final long FOR_EVER = Long.MAX_VALUE - QUIET_SEGMENTS;

    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Warning> warned = new LinkedHashMap<>();
    private long newestMsn;
    private long segments;

    /// @param causedAt how many segments there were when its cause was last seen
    private record Warning(String message, long causedAt) {}

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
        if (segment.msn() > newestMsn) {
            newestMsn = segment.msn();
            segments++;
            withdraw();
        }
    }

    void init(LiveRendition rendition, int number, byte[] bytes) {
        tell(listener -> listener.init(rendition, number, bytes));
    }

    void ended() {
        tell(LiveListener::ended);
    }

    /// Called whenever its cause is seen.
    ///
    /// @param kind what it is about: told once, until it is withdrawn
    void warning(String kind, String message) {
        warn(kind, message, segments);
    }

    /// @param kind what will not be otherwise as long as the presentation goes on
    void lasting(String kind, String message) {
        warn(kind, message, FOR_EVER);
    }

    private void warn(String kind, String message, long causedAt) {
        var known = warned.get(kind);
        if (known != null) {
            if (known.causedAt < causedAt) {
                warned.put(kind, new Warning(known.message, causedAt));
            }
            return;
        }
        if (warned.size() < MAX_WARNINGS) {
            warned.put(kind, new Warning(message, causedAt));
            tell(listener -> listener.warning(message));
        }
    }

    private void withdraw() {
        for (var kind : List.copyOf(warned.keySet())) {
            var warning = warned.get(kind);
            if (warning != null && warning.causedAt + QUIET_SEGMENTS < segments) {
                warned.remove(kind);
                tell(listener -> listener.withdrawn(warning.message));
            }
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
                lasting(
                        "listener " + System.identityHashCode(listener),
                        "a listener failed and is told no more: " + e));
    }
}
