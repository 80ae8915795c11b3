package dev.anabranch.packager.live;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything a presentation made, as the bytes a player would get.
final class Collected implements LiveListener {

    final Map<String, Map<Integer, byte[]>> inits = new LinkedHashMap<>();
    final Map<String, Map<Long, byte[]>> segments = new LinkedHashMap<>();
    final Map<String, Map<Long, Integer>> initOf = new LinkedHashMap<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void init(LiveRendition rendition, int number, byte[] bytes) {
        inits.computeIfAbsent(rendition.name(), _ -> new LinkedHashMap<>()).put(number, bytes);
    }

    @Override
    public void segment(LiveRendition rendition, LiveSegment segment) {
        segments.computeIfAbsent(rendition.name(), _ -> new LinkedHashMap<>())
                .put(segment.msn(), bytes(segment));
        initOf.computeIfAbsent(rendition.name(), _ -> new LinkedHashMap<>())
                .put(segment.msn(), segment.initNumber());
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    static byte[] bytes(LiveSegment segment) {
        var out = new ByteArrayOutputStream();
        for (var part : segment.parts()) {
            var bytes = new byte[part.sizeBytes()];
            part.bytes().get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /// Segments behind the initialization section of the first, or as they are.
    byte[] joined(String rendition) {
        var out = new ByteArrayOutputStream();
        int init = 0;
        for (var entry : segments.get(rendition).entrySet()) {
            int needed = initOf.get(rendition).get(entry.getKey());
            if (needed != init && needed > 0) {
                out.writeBytes(inits.get(rendition).get(needed));
                init = needed;
            }
            out.writeBytes(entry.getValue());
        }
        return out.toByteArray();
    }
}
