package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleSummary;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.SampleRun;
import dev.anabranch.media.mp4.SegmentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// CMAF segments of one track (ISO/IEC 23000-19): a header of its own for each codec configuration,
/// and the samples from where they lie in the source.
///
/// A segment of pictures is as many chunks, each a `moof` with its `mdat`, as it has keyframes that
/// are worth jumping to; a segment of sound is one. Times are those of [CmafTimes].
final class CmafSegmenter implements Segmenter {

    static final int TRACK_ID = 1;

    /// Nobody scrubs finer, and where every picture is a keyframe headers would outgrow it.
    private static final int SHORTEST_CHUNK_MILLIS = 500;

    private final ByteSource source;
    private final TrackSegments segments;
    private final CmafTimes times;
    private final List<Content> inits;
    private final int[] initOfSpan;

    /// @param headers makes the initialization section of samples that share a configuration
    CmafSegmenter(
            ByteSource source,
            TrackSegments segments,
            CmafTimes times,
            Function<PlacedTrack, Content> headers) {
        this.source = source;
        this.segments = segments;
        this.times = times;
        var made = new LinkedHashMap<Integer, Content>();
        int[] like = segments.track().indexed().likeConfigurations();
        initOfSpan = new int[segments.times().spanCount()];
        for (int k = 0; k < initOfSpan.length; k++) {
            int from = segments.times().spanStart(k);
            int to = segments.times().spanStart(k + 1);
            if (from < to) {
                int configuration = like[segments.configurationIndex(from)];
                made.computeIfAbsent(configuration, _ -> headers.apply(segments.part(from, to)));
                initOfSpan[k] = List.copyOf(made.keySet()).indexOf(configuration);
            }
        }
        inits = List.copyOf(made.values());
    }

    @Override
    public MediaType mediaType() {
        return MediaType.CMAF_SEGMENT;
    }

    @Override
    public List<Content> inits() {
        return inits;
    }

    @Override
    public int initNumber(int span) {
        return initOfSpan[span];
    }

    @Override
    public Content segment(int n) throws MediaFormatException {
        var slices = new ArrayList<Slice>();
        var chunks = chunks(n);
        for (int i = 0; i + 1 < chunks.length; i++) {
            var run = SampleRun.of(samples().cursor(chunks[i]), chunks[i + 1] - chunks[i]);
            var header = header(n, chunks[i], run.startTicks() + times.decodeShiftTicks());
            slices.add(new Slice.Memory(ByteBuffer.wrap(header.header(run))));
            var ranges = run.ranges();
            for (int r = 0; r < ranges.count(); r++) {
                slices.add(range(n, ranges.position(r), ranges.sizeBytes(r)));
            }
        }
        return new Content(MediaType.CMAF_SEGMENT, List.copyOf(slices));
    }

    @Override
    public long segmentBytes(int n) throws MediaFormatException {
        var chunks = chunks(n);
        long bytes = 0;
        for (int i = 0; i + 1 < chunks.length; i++) {
            var summary = samples().summary(chunks[i], chunks[i + 1]);
            bytes += headerBytes(n, chunks, i, summary) + summary.totalBytes();
        }
        return bytes;
    }

    @Override
    public List<KeyPicture> keyPictures(int n) throws MediaFormatException {
        if (segments.track().kind() != TrackKind.VIDEO) {
            return List.of();
        }
        var pictures = new ArrayList<KeyPicture>();
        var chunks = chunks(n);
        long offset = 0;
        for (int i = 0; i + 1 < chunks.length; i++) {
            var summary = samples().summary(chunks[i], chunks[i + 1]);
            int header = headerBytes(n, chunks, i, summary);
            int picture = samples().cursor(chunks[i]).sizeBytes();
            pictures.add(new KeyPicture(chunks[i], offset, header + (long) picture));
            offset += header + summary.totalBytes();
        }
        return pictures;
    }

    /// The first sample of each chunk of segment `n` and, last, the end: a chunk begins at every
    /// keyframe, so that each can be fetched with a `moof` of its own, but not within
    /// [#SHORTEST_CHUNK_MILLIS] of the one before.
    private int[] chunks(int n) {
        int end = segments.firstSample(n + 1);
        var starts = IntStream.builder().add(segments.firstSample(n));
        if (segments.track().kind() == TrackKind.VIDEO) {
            long least = segments.track().clock().ticksPerSecond() * SHORTEST_CHUNK_MILLIS / 1000;
            long before = segments.track().shownAt(segments.firstSample(n));
            int syncs = samples().syncCount();
            for (int i = samples().syncAtOrAfter(segments.firstSample(n) + 1); i < syncs; i++) {
                int sample = samples().syncSample(i);
                if (sample >= end) {
                    break;
                }
                long shown = segments.track().shownAt(sample);
                if (shown - before >= least) {
                    starts.add(sample);
                    before = shown;
                }
            }
        }
        return starts.add(end).build().toArray();
    }

    private SampleTable samples() {
        return segments.track().indexed().samples();
    }

    private int headerBytes(int n, int[] chunks, int i, SampleSummary summary) {
        return header(n, chunks[i], 0).headerBytes(summary, chunks[i + 1] - chunks[i]);
    }

    /// @param first the chunk's first sample
    private MediaSegment header(int n, int first, long decodeTicks) {
        boolean isLast = n == segments.count() - 1;
        var type = isLast ? SegmentType.SEGMENT.last() : SegmentType.SEGMENT;
        boolean isFirst = first == segments.firstSample(n);
        return new MediaSegment(
                TRACK_ID,
                sequenceNumber(n, first),
                decodeTicks,
                times.offsetShiftTicks(),
                isFirst ? Optional.of(type) : Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /// Rises from chunk to chunk (ISO/IEC 14496-12, 8.8.5), and is known without the segments
    /// before: which keyframe a chunk of pictures begins with.
    private long sequenceNumber(int n, int first) {
        boolean isVideo = segments.track().kind() == TrackKind.VIDEO;
        return 1L + (isVideo ? samples().syncAtOrAfter(first) : n);
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
