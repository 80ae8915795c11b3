package dev.anabranch.origin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The viewers of all live streams; for all event loops.
final class Audiences {

    /// Never told of anything.
    private static final Audience NOBODY = new Audience();

    private final LiveDirectory directory;
    private final Map<String, Audience> byName = new ConcurrentHashMap<>();

    Audiences(LiveDirectory directory) {
        this.directory = directory;
    }

    /// How many watch a stream, whether it is there or not. Nothing is kept for having been asked.
    Audience heard(String name) {
        return byName.getOrDefault(name, NOBODY);
    }

    /// @param name of a stream that is in the directory
    Audience of(String name) {
        return byName.computeIfAbsent(name, unheard -> new Audience());
    }

    /// 0 when nobody has asked for a stream of that name.
    int count(String name) {
        var audience = byName.get(name);
        return audience == null ? 0 : audience.viewers();
    }

    /// Called some times a second by each event loop.
    void tick(long nowNanos, long epochSecond) {
        byName.values().forEach(audience -> audience.tick(nowNanos, epochSecond));
        byName.keySet().removeIf(name -> directory.find(name).isEmpty());
    }
}
