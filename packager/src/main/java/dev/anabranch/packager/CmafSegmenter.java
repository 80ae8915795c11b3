package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.SampleRun;
import dev.anabranch.media.mp4.SegmentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CMAF segments of one track (ISO/IEC 23000-19): a header of its own, and the samples from where
/// they lie in the source.
///
/// Times are those of [CmafTimes].
final class CmafSegmenter implements Segmenter {

    static final int TRACK_ID = 1;

    private final ByteSource source;
    private final TrackSegments segments;
    private final Content init;
    private final CmafTimes times;

    CmafSegmenter(ByteSource source, TrackSegments segments, CmafTimes times, Content init) {
        this.source = source;
        this.segments = segments;
        this.init = init;
        this.times = times;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.CMAF_SEGMENT;
    }

    @Override
    public Optional<Content> init() {
        return Optional.of(init);
    }

    @Override
    public Content segment(int n) throws MediaFormatException {
        var run = run(n);
        var slices = new ArrayList<Slice>();
        slices.add(
                new Slice.Memory(
                        ByteBuffer.wrap(
                                header(n, run.startTicks() + times.decodeShiftTicks())
                                        .header(run))));
        var ranges = run.ranges();
        for (int i = 0; i < ranges.count(); i++) {
            slices.add(range(n, ranges.position(i), ranges.sizeBytes(i)));
        }
        return new Content(MediaType.CMAF_SEGMENT, List.copyOf(slices));
    }

    @Override
    public long segmentBytes(int n) throws MediaFormatException {
        var samples = segments.track().indexed().samples();
        var summary = samples.summary(segments.firstSample(n), segments.firstSample(n + 1));
        return header(n, 0).headerBytes(summary, segments.sampleCount(n)) + summary.totalBytes();
    }

    @Override
    public long firstPictureBytes(int n) throws MediaFormatException {
        if (segments.track().kind() != TrackKind.VIDEO) {
            return 0;
        }
        var samples = segments.track().indexed().samples();
        int first = segments.firstSample(n);
        var summary = samples.summary(first, segments.firstSample(n + 1));
        return (long) header(n, 0).headerBytes(summary, segments.sampleCount(n))
                + samples.cursor(first).sizeBytes();
    }

    private SampleRun run(int n) throws MediaFormatException {
        var samples = segments.track().indexed().samples();
        return SampleRun.of(samples.cursor(segments.firstSample(n)), segments.sampleCount(n));
    }

    private MediaSegment header(int n, long decodeTicks) {
        boolean isLast = n == segments.count() - 1;
        var type = isLast ? SegmentType.SEGMENT.last() : SegmentType.SEGMENT;
        return MediaSegment.of(TRACK_ID, n + 1L, decodeTicks, times.offsetShiftTicks(), type);
    }

    private Slice.Range range(int n, long position, long sizeBytes) throws MediaFormatException {
        if (position < 0 || sizeBytes > source.sizeBytes() - position) {
            throw MediaFormatException.malformed(
                    "offset " + position,
                    segments.track().label()
                            + ": the file ends within the samples of segment "
                            + (n + 1));
        }
        return new Slice.Range(source, position, sizeBytes);
    }
}
