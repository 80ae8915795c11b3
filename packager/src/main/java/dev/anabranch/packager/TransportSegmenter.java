package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.ts.MuxedTrack;
import dev.anabranch.media.ts.PacketCounts;
import dev.anabranch.media.ts.SampleRange;
import dev.anabranch.media.ts.SegmentMuxer;
import dev.anabranch.media.ts.SegmentPlan;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Segments of a transport stream: generated while they are sent, their sizes and continuity
/// counters known from sample metadata.
///
/// All times are the presentation's plus [#OFFSET_TICKS], so that priming and reordered pictures
/// stay positive.
final class TransportSegmenter implements Segmenter {

    /// Ten seconds, as Apple's segmenter has it.
    static final long OFFSET_TICKS = 10 * Timescale.MPEG.ticksPerSecond();

    private final SegmentMuxer muxer;
    private final List<MuxedTrack> tracks;
    private final List<int[]> cuts;
    private final boolean hasVideo;
    private @Nullable Layout layout; // guarded by this

    /// @param cuts for each track its samples at the cuts, one more than there are segments
    TransportSegmenter(List<MuxedTrack> tracks, List<int[]> cuts, boolean hasVideo)
            throws MediaFormatException {
        this.tracks = List.copyOf(tracks);
        this.cuts = List.copyOf(cuts);
        this.hasVideo = hasVideo;
        muxer = new SegmentMuxer(tracks, OFFSET_TICKS);
    }

    @Override
    public MediaType mediaType() {
        return MediaType.TRANSPORT_STREAM;
    }

    @Override
    public Content segment(int n) throws MediaFormatException {
        var plan = layout().plans[n];
        var before = layout().before[n];
        var bytes = new Slice.Generated(plan.sizeBytes(), sink -> write(plan, before, sink));
        return new Content(MediaType.TRANSPORT_STREAM, List.of(bytes));
    }

    @Override
    public long segmentBytes(int n) throws MediaFormatException {
        return layout().plans[n].sizeBytes();
    }

    /// Their packets alone: the tables stand before the first (4.4.3.6 of the HLS draft).
    @Override
    public List<KeyPicture> keyPictures(int n) throws MediaFormatException {
        return hasVideo ? layout().plans[n].keyPictures() : List.of();
    }

    private void write(SegmentPlan plan, PacketCounts before, Slice.Sink sink) throws IOException {
        try {
            muxer.write(plan, before, sink::write);
        } catch (MediaFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private synchronized Layout layout() throws MediaFormatException {
        if (layout == null) {
            layout = new Layout(muxer, tracks.size(), cuts);
        }
        return layout;
    }

    /// The plan of every segment, and the packets before it.
    private static final class Layout {

        private final SegmentPlan[] plans;
        private final PacketCounts[] before;

        Layout(SegmentMuxer muxer, int trackCount, List<int[]> cuts) throws MediaFormatException {
            int count = cuts.getFirst().length - 1;
            plans = new SegmentPlan[count];
            before = new PacketCounts[count];
            var sum = PacketCounts.none(trackCount);
            for (int n = 0; n < count; n++) {
                int segment = n;
                plans[n] =
                        muxer.plan(
                                cuts.stream()
                                        .map(samples ->
                                                new SampleRange(
                                                        samples[segment], samples[segment + 1]))
                                        .toList());
                before[n] = sum;
                sum = sum.plus(plans[n].packets());
            }
        }
    }
}
