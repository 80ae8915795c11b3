package dev.anabranch.media.ts;

import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.util.List;

/// A sample table for tests: a list.
record ListedSamples(List<Sample> samples) implements SampleTable {

    record Sample(long dts, long pts, long duration, long position, int size, boolean isSync) {}

    @Override
    public int count() {
        return samples.size();
    }

    @Override
    public long startTicks() {
        return samples.getFirst().dts();
    }

    @Override
    public long endTicks() {
        return samples.getLast().dts() + samples.getLast().duration();
    }

    @Override
    public long totalBytes() {
        return samples.stream().mapToLong(Sample::size).sum();
    }

    @Override
    public SampleCursor cursor(int index) {
        return new Cursor(samples, index);
    }

    @Override
    public int sampleAt(long dtsTicks) {
        int at = 0;
        while (at + 1 < count() && samples.get(at + 1).dts() <= dtsTicks) {
            at++;
        }
        return at;
    }

    @Override
    public int syncCount() {
        return (int) samples.stream().filter(Sample::isSync).count();
    }

    @Override
    public int syncSample(int n) {
        int seen = -1;
        int at = -1;
        while (seen < n) {
            seen += samples.get(++at).isSync() ? 1 : 0;
        }
        return at;
    }

    @Override
    public int syncAtOrAfter(int index) {
        return (int) samples.stream().limit(index).filter(Sample::isSync).count();
    }

    private static final class Cursor implements SampleCursor {

        private final List<Sample> samples;
        private int index;

        Cursor(List<Sample> samples, int index) {
            this.samples = samples;
            this.index = index;
            samples.get(index);
        }

        @Override
        public boolean advance() {
            if (index + 1 == samples.size()) {
                return false;
            }
            index++;
            return true;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long dtsTicks() {
            return samples.get(index).dts();
        }

        @Override
        public long ptsTicks() {
            return samples.get(index).pts();
        }

        @Override
        public long durationTicks() {
            return samples.get(index).duration();
        }

        @Override
        public int sizeBytes() {
            return samples.get(index).size();
        }

        @Override
        public long position() {
            return samples.get(index).position();
        }

        @Override
        public boolean isSync() {
            return samples.get(index).isSync();
        }

        @Override
        public int configurationIndex() {
            return 0;
        }
    }
}
