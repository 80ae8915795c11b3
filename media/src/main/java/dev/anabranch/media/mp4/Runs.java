package dev.anabranch.media.mp4;

import java.util.Arrays;

/// Samples grouped into consecutive runs (samples of one duration, of one offset, of one chunk),
/// found from a sample number in logarithmic time.
///
/// Only every 32nd run's first sample is kept; the rest is counted from there. Immutable.
final class Runs {

    /// Runs from one kept first sample to the next.
    static final int STRIDE = 32;

    private final Column lengths;
    private final int[] firstSamples;
    private final int count;
    private final int samples;

    private Runs(Column lengths, int[] firstSamples, int count, int samples) {
        this.lengths = lengths;
        this.firstSamples = firstSamples;
        this.count = count;
        this.samples = samples;
    }

    /// Runs of the first `count` of `lengths`, each at least 1, whose sum fits in an int.
    static Runs of(int[] lengths, int count) {
        var firstSamples = new int[(count + STRIDE - 1) / STRIDE];
        int samples = 0;
        for (int run = 0; run < count; run++) {
            if (run % STRIDE == 0) {
                firstSamples[run / STRIDE] = samples;
            }
            samples = Math.addExact(samples, lengths[run]);
        }
        return new Runs(Column.of(lengths, count), firstSamples, count, samples);
    }

    /// Runs of one sample each.
    static Runs ofOnes(int count) {
        var firstSamples = new int[(count + STRIDE - 1) / STRIDE];
        for (int block = 0; block < firstSamples.length; block++) {
            firstSamples[block] = block * STRIDE;
        }
        return new Runs(new Column.Constant(1), firstSamples, count, count);
    }

    /// How many runs there are.
    int count() {
        return count;
    }

    /// How many samples all runs have together.
    int samples() {
        return samples;
    }

    int length(int run) {
        return lengths.at(run);
    }

    /// The run that holds `sample`, which must be in one.
    int find(int sample) {
        if (lengths instanceof Column.Constant(int length)) {
            return sample / length;
        }
        int run = blockOf(sample) * STRIDE;
        int first = firstSamples[run / STRIDE];
        for (int length = lengths.at(run); first + length <= sample; length = lengths.at(run)) {
            first += length;
            run++;
        }
        return run;
    }

    /// The block of [#STRIDE] runs that holds `sample`.
    int blockOf(int sample) {
        int block = Arrays.binarySearch(firstSamples, sample);
        return block >= 0 ? block : -block - 2;
    }

    /// The first sample of `run`.
    int firstSample(int run) {
        if (lengths instanceof Column.Constant(int length)) {
            return run * length;
        }
        int first = firstSamples[run / STRIDE];
        for (int at = run / STRIDE * STRIDE; at < run; at++) {
            first += lengths.at(at);
        }
        return first;
    }

    long sizeBytes() {
        return lengths.sizeBytes() + 4L * firstSamples.length;
    }
}
