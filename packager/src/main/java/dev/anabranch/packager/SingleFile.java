package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.SegmentIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// All of a rendition in one resource: the init segment and its index (`sidx`), then the segments;
/// in transport streams the segments alone. Segments are made one at a time while it is sent.
final class SingleFile {

    private SingleFile() {}

    static Content of(Rendition rendition) throws MediaFormatException {
        var slices = new ArrayList<Slice>();
        rendition.init().ifPresent(init -> slices.addAll(init.slices()));
        if (rendition.init().isPresent()) {
            slices.add(new Slice.Memory(ByteBuffer.wrap(index(rendition))));
        }
        slices.add(
                new Slice.Generated(
                        rendition.sizes().totalBytes(), sink -> writeSegments(rendition, sink)));
        return new Content(type(rendition), List.copyOf(slices));
    }

    /// How many bytes stand before the first segment.
    static long headBytes(Rendition rendition) {
        return rendition.init().map(init -> init.sizeBytes() + indexBytes(rendition)).orElse(0L);
    }

    static int indexBytes(Rendition rendition) {
        return SegmentIndex.sizeBytes(rendition.times().count());
    }

    private static MediaType type(Rendition rendition) {
        return rendition.init().isPresent() ? MediaType.MP4 : rendition.segmenter().mediaType();
    }

    private static byte[] index(Rendition rendition) throws MediaFormatException {
        var times = rendition.times();
        var references = new ArrayList<SegmentIndex.Reference>();
        for (int n = 0; n < times.count(); n++) {
            references.add(
                    SegmentIndex.Reference.segment(
                            rendition.sizes().bytes(n), times.durationTicks(n)));
        }
        return new SegmentIndex(
                        CmafSegmenter.TRACK_ID, times.clock(), times.startTicks(0), 0, references)
                .toByteArray();
    }

    private static void writeSegments(Rendition rendition, Slice.Sink sink) throws IOException {
        try {
            for (int n = 0; n < rendition.times().count(); n++) {
                rendition.segmenter().segment(n).writeTo(sink);
            }
        } catch (MediaFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
