package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.SegmentIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// All of a rendition's span in one resource: the init segment and its index (`sidx`), then the
/// segments; in transport streams the segments alone. Segments are made one at a time while it is
/// sent.
final class SingleFile {

    private SingleFile() {}

    static Content of(RenditionSpan span) throws MediaFormatException {
        var slices = new ArrayList<Slice>();
        span.init().ifPresent(init -> slices.addAll(init.slices()));
        if (span.init().isPresent()) {
            slices.add(new Slice.Memory(ByteBuffer.wrap(index(span))));
        }
        slices.add(
                new Slice.Generated(span.sizes().totalBytes(), sink -> writeSegments(span, sink)));
        return new Content(type(span), List.copyOf(slices));
    }

    /// How many bytes stand before the first segment.
    static long headBytes(RenditionSpan span) {
        return span.init().map(init -> init.sizeBytes() + indexBytes(span)).orElse(0L);
    }

    static int indexBytes(RenditionSpan span) {
        return SegmentIndex.sizeBytes(span.to() - span.from());
    }

    private static MediaType type(RenditionSpan span) {
        return span.init().isPresent() ? MediaType.MP4 : span.rendition().segmenter().mediaType();
    }

    private static byte[] index(RenditionSpan span) throws MediaFormatException {
        var times = span.times();
        var sizes = span.sizes();
        var references = new ArrayList<SegmentIndex.Reference>();
        for (int n = 0; n < times.count(); n++) {
            references.add(SegmentIndex.Reference.segment(sizes.bytes(n), times.durationTicks(n)));
        }
        return new SegmentIndex(
                        CmafSegmenter.TRACK_ID, times.clock(), times.startTicks(0), 0, references)
                .toByteArray();
    }

    private static void writeSegments(RenditionSpan span, Slice.Sink sink) throws IOException {
        try {
            for (int n = span.from(); n < span.to(); n++) {
                span.rendition().segmenter().segment(n).writeTo(sink);
            }
        } catch (MediaFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
