package dev.anabranch.origin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The viewers of all live streams; for all event loops.
final class Audiences {

    private final LiveDirectory directory;
    private final Map<String, Audience> byName = new ConcurrentHashMap<>();

    Audiences(LiveDirectory directory) {
        this.directory = directory;
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
