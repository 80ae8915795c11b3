package dev.anabranch.media.mp4;

import dev.anabranch.media.SampleCursor;
import java.util.List;

/// A cursor over samples written down one by one.
final class ListedSamples implements SampleCursor {

    private final List<Sample> samples;
    private int index;

    ListedSamples(Sample... samples) {
        this.samples = List.of(samples);
    }

    ListedSamples(List<Sample> samples) {
        this.samples = samples;
    }

    record Sample(
            long position,
            int sizeBytes,
            long dtsTicks,
            long ptsTicks,
            long duration,
            boolean sync) {}

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
        return samples.get(index).dtsTicks();
    }

    @Override
    public long ptsTicks() {
        return samples.get(index).ptsTicks();
    }

    @Override
    public long durationTicks() {
        return samples.get(index).duration();
    }

    @Override
    public int sizeBytes() {
        return samples.get(index).sizeBytes();
    }

    @Override
    public long position() {
        return samples.get(index).position();
    }

    @Override
    public boolean isSync() {
        return samples.get(index).sync();
    }

    @Override
    public int configurationIndex() {
        return 0;
    }
}
