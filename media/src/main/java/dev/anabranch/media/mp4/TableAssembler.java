package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes one compact [MovieSampleTable] of the boxes of a `stbl`, mending what can be mended with a
/// warning.
final class TableAssembler {

    /// Deltas above this are negative numbers of writers that did not know the field is unsigned.
    private static final long MAX_DELTA = 0xFFFF_FFFFL - 480_000;

    private final SampleTableBox boxes;
    private final String track;
    private final Warnings warnings;

    TableAssembler(SampleTableBox boxes, String track, Warnings warnings) {
        this.boxes = boxes;
        this.track = track;
        this.warnings = warnings;
    }

    /// @param configurations how many sample entries there are
    /// @param fileBytes where the file ends
    MovieSampleTable assemble(int configurations, long fileBytes) throws MediaFormatException {
        var assembler = new ChunkAssembler(boxes, configurations, fileBytes, track, warnings);
        assembler.run();
        int samples = assembler.samples();
        var sizes = assembler.sizes();
        try {
            return new MovieSampleTable(
                    sizes,
                    times(samples),
                    offsets(samples),
                    assembler.chunks(sizes),
                    syncSamples(samples),
                    assembler.totalBytes());
        } catch (ArithmeticException overflow) {
            throw MediaFormatException.malformed(
                    track, "the sample durations do not add up to a 64-bit number");
        }
    }

    /// Samples that `stts` forgot last as long as the last one it has.
    private DecodeTimes times(int samples) {
        int[] pairs = boxes.times().pairs();
        var lengths = new int[pairs.length / 2 + 1];
        var deltas = new int[lengths.length];
        int runs = copyRuns(pairs, samples, lengths, deltas);
        int missing = samples - sum(lengths, runs);
        if (missing > 0) {
            warnings.add(track + ": stts has no duration for the last " + missing + " samples");
            lengths[runs] = missing;
            deltas[runs] = runs == 0 ? 0 : deltas[runs - 1];
            runs++;
        }
        mendNegative(lengths, deltas, runs);
        return DecodeTimes.of(lengths, deltas, runs);
    }

    /// A negative delta becomes one tick, and the runs after it get shorter until the sum is right
    /// again: decode times never go back.
    private void mendNegative(int[] lengths, int[] deltas, int runs) {
        long written = 0;
        long meant = 0;
        boolean mended = false;
        for (int run = 0; run < runs; run++) {
            long delta = Integer.toUnsignedLong(deltas[run]);
            if (delta > MAX_DELTA) {
                mended = true;
                meant += (long) deltas[run] * lengths[run];
                delta = 1;
            } else {
                meant += delta * lengths[run];
            }
            if (mended && written + delta * lengths[run] > meant && delta > 0) {
                long drift = (written + delta * lengths[run] - meant) / lengths[run];
                delta = Math.max(1, delta - drift);
            }
            written += delta * lengths[run];
            deltas[run] = (int) delta;
        }
        if (mended) {
            warnings.add(track + ": stts has negative durations; they are taken as one tick");
        }
    }

    /// Samples that `ctts` forgot are shown when they are decoded.
    private CompositionOffsets offsets(int samples) {
        int[] pairs = boxes.offsets().pairs();
        var lengths = new int[pairs.length / 2 + 1];
        var offsets = new int[lengths.length];
        int runs = copyRuns(pairs, samples, lengths, offsets);
        int missing = samples - sum(lengths, runs);
        if (missing > 0) {
            lengths[runs++] = missing;
        }
        if (runs <= samples / 2) {
            return CompositionOffsets.of(lengths, offsets, runs);
        }
        return CompositionOffsets.ofEach(spread(lengths, offsets, samples));
    }

    /// One value a sample: smaller than runs when most of these are short.
    private static int[] spread(int[] lengths, int[] values, int samples) {
        var spread = new int[samples];
        for (int run = 0, sample = 0; sample < samples; run++) {
            // most runs are short: a loop costs less than a call of fill
            for (int end = sample + lengths[run]; sample < end; sample++) {
                spread[sample] = values[run];
            }
        }
        return spread;
    }

    /// Splits pairs of count and value until `samples` are covered; runs without samples go.
    private static int copyRuns(int[] pairs, int samples, int[] lengths, int[] values) {
        int runs = 0;
        int left = samples;
        for (int i = 0; i + 1 < pairs.length && left > 0; i += 2) {
            int length = (int) Math.min(Integer.toUnsignedLong(pairs[i]), left);
            if (length > 0) {
                lengths[runs] = length;
                values[runs++] = pairs[i + 1];
                left -= length;
            }
        }
        return runs;
    }

    private static int sum(int[] lengths, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    /// Sample numbers from 0, ascending, or null when every sample is one.
    private int @Nullable [] syncSamples(int samples) {
        if (boxes.sync().isEmpty()) {
            return null;
        }
        int[] numbers = boxes.sync().get().numbers();
        var kept = new int[numbers.length];
        int count = 0;
        boolean ascending = true;
        for (int number : numbers) {
            int sample = number - 1;
            if (sample >= 0 && sample < samples) {
                ascending &= count == 0 || kept[count - 1] < sample;
                kept[count++] = sample;
            }
        }
        if (count == 0 && samples > 0) {
            warnings.add(track + ": stss says that decoding can start at no sample");
        }
        kept = Arrays.copyOf(kept, count);
        if (!ascending) {
            warnings.add(track + ": stss is not in order");
            kept = Arrays.stream(kept).sorted().distinct().toArray();
        }
        return kept.length == samples && samples > 0 ? null : kept;
    }
}
