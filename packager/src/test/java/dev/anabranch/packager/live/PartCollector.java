package dev.anabranch.packager.live;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Copies what a live presentation makes, as parts a recording can be fed with.
final class PartCollector implements LiveListener {

    private final List<RecordedPart> parts = new ArrayList<>();

    /// Ten seconds of pictures and sound in parts of 200 ms.
    static List<RecordedPart> bunny() throws Exception {
        var collector = new PartCollector();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, collector)) {
            LiveFilm.bunny(Duration.ofSeconds(2)).to(live);
            live.end();
        }
        return List.copyOf(collector.parts);
    }

    @Override
    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        if (rendition.isTransportStream()) {
            return;
        }
        var init = rendition.init(segment.initNumber()).orElseThrow();
        var lent = RecordedPart.of(rendition, segment, part, init);
        var bytes = new byte[part.sizeBytes()];
        part.bytes().get(bytes);
        parts.add(
                new RecordedPart(
                        lent.rendition(),
                        lent.kind(),
                        lent.ticksPerSecond(),
                        lent.msn(),
                        lent.discontinuity(),
                        lent.wallMicros(),
                        lent.initNumber(),
                        lent.init(),
                        lent.startTicks(),
                        lent.durationTicks(),
                        ByteBuffer.wrap(bytes),
                        () -> {}));
    }
}
