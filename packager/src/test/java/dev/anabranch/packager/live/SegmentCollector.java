package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Keeps every live segment's bytes, to hold a recording against.
final class SegmentCollector implements LiveListener {

    private final Map<String, ByteArrayOutputStream> segments = new TreeMap<>();

    @Override
    public synchronized void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        if (rendition.isTransportStream()) {
            return;
        }
        var bytes = new byte[part.sizeBytes()];
        part.bytes().get(bytes);
        segments.computeIfAbsent(
                        rendition.name() + "/" + segment.msn(), _ -> new ByteArrayOutputStream())
                .writeBytes(bytes);
    }

    /// Every segment is a file of the recording, byte for byte.
    ///
    /// @param before how many media sequence numbers lie before that of `1.m4s`
    synchronized void assertAreIn(Path folder, long before) throws Exception {
        assertThat(segments).isNotEmpty();
        for (var segment : segments.entrySet()) {
            int slash = segment.getKey().indexOf('/');
            long msn = Long.parseLong(segment.getKey().substring(slash + 1));
            var file =
                    folder.resolve(segment.getKey().substring(0, slash))
                            .resolve((msn - before) + ".m4s");
            assertThat(Files.readAllBytes(file)).isEqualTo(segment.getValue().toByteArray());
        }
    }

    synchronized int count() {
        return segments.size();
    }
}
