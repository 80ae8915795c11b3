package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The boxes inside a sample entry, looked up by type; QuickTime's `wave` is looked into as well.
///
/// What comes after a broken box is passed over: entries end in anything.
final class Children {

    /// Most boxes in one sample entry.
    private static final int MAX_BOXES = 256;

    private final List<Entry> entries;

    private record Entry(String type, ByteBuffer payload, String path, long position) {}

    private Children(List<Entry> entries) {
        this.entries = entries;
    }

    /// @param depth how many levels of `wave` to look into
    static Children of(BoxReader box, int depth) {
        var entries = new ArrayList<Entry>();
        collect(box, depth, entries);
        return new Children(entries);
    }

    private static void collect(BoxReader box, int depth, List<Entry> entries) {
        try {
            for (var next = box.child();
                    next.isPresent() && entries.size() < MAX_BOXES;
                    next = box.child()) {
                var payload = next.get().payload();
                if (next.get().type().equals("wave") && depth > 0) {
                    collect(payload, depth - 1, entries);
                    continue;
                }
                long position = payload.position();
                entries.add(new Entry(next.get().type(), payload.rest(), payload.path(), position));
            }
        } catch (MediaFormatException broken) {
            return;
        }
    }

    /// The first box of a type, from its start.
    Optional<BoxReader> find(String type) {
        for (var entry : entries) {
            if (entry.type.equals(type)) {
                return Optional.of(
                        new BoxReader(entry.payload.duplicate(), entry.path, entry.position));
            }
        }
        return Optional.empty();
    }

    /// The payload of a box the entry cannot do without.
    ///
    /// @param where the entry's place, for the error
    ByteBuffer require(String type, String where) throws MediaFormatException {
        var found = find(type);
        if (found.isEmpty()) {
            throw MediaFormatException.malformed(where, "it has no " + type);
        }
        return found.get().rest();
    }
}
