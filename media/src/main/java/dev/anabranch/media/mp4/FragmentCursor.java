package dev.anabranch.media.mp4;

import dev.anabranch.media.SampleCursor;

/// The samples of one [TrackFragment], run after run. Starts before the first; owned by one thread.
///
/// Decode times never go back: one that would is raised to the time of the sample before, its
/// presentation time stays. A duration of 2^31 ticks or more is a negative one that some muxers
/// (Libavformat before 2013) wrote for the last sample; the sample before tells the likely one.
/// Positions and sizes are as the boxes say and may lie outside the file.
final class FragmentCursor implements SampleCursor {

    private static final long WRAPPED = 1L << 31;

    private final TrackFragment fragment;
    private final long basePosition;
    private final boolean everySampleSyncs;

    private int runIndex = -1;
    private int inRun;
    private int index = -1;
    private long position;
    private long sizeBytes;
    private long rawDtsTicks;
    private long dtsTicks;
    private long durationTicks;
    private long lastDurationTicks;
    private int mendedCount;

    /// @param basePosition where data offsets count from
    /// @param startTicks decode time of the first sample
    /// @param before the track's samples so far
    /// @param everySampleSyncs whatever the flags say
    FragmentCursor(
            TrackFragment fragment,
            long basePosition,
            long startTicks,
            SamplePacker before,
            boolean everySampleSyncs) {
        this.fragment = fragment;
        this.basePosition = basePosition;
        this.everySampleSyncs = everySampleSyncs;
        position = basePosition;
        rawDtsTicks = startTicks;
        dtsTicks = before.lastDtsTicks();
        lastDurationTicks = before.lastDurationTicks();
    }

    @Override
    public boolean advance() {
        position += sizeBytes;
        rawDtsTicks += durationTicks;
        sizeBytes = 0;
        durationTicks = 0;
        inRun++;
        while (runIndex < 0 || inRun >= run().count()) {
            if (runIndex + 1 >= fragment.runs().size()) {
                return false;
            }
            runIndex++;
            inRun = 0;
            if (run().hasDataOffset()) {
                position = basePosition + run().dataOffset();
            }
        }
        index++;
        sizeBytes = run().sizeBytes(inRun);
        durationTicks = run().durationTicks(inRun);
        mend();
        return true;
    }

    private void mend() {
        if (durationTicks >= WRAPPED) {
            durationTicks = lastDurationTicks;
            mendedCount++;
        }
        lastDurationTicks = durationTicks;
        if (rawDtsTicks < dtsTicks) {
            mendedCount++;
        }
        dtsTicks = Math.max(dtsTicks, rawDtsTicks);
    }

    private TrackRun run() {
        return fragment.runs().get(runIndex);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long dtsTicks() {
        return dtsTicks;
    }

    @Override
    public long ptsTicks() {
        return rawDtsTicks + run().compositionOffset(inRun);
    }

    @Override
    public long durationTicks() {
        return durationTicks;
    }

    /// The size as the box says, up to 2^32 - 1.
    long unsignedSize() {
        return sizeBytes;
    }

    @Override
    public int sizeBytes() {
        return Math.toIntExact(sizeBytes);
    }

    /// After the last sample: where its bytes end.
    @Override
    public long position() {
        return position;
    }

    /// How many samples had a time that could not be.
    int mendedCount() {
        return mendedCount;
    }

    /// After the last sample: decode time at which it ends.
    long endTicks() {
        return rawDtsTicks + durationTicks;
    }

    @Override
    public boolean isSync() {
        return everySampleSyncs || SampleFlags.isSync(run().flags(inRun));
    }

    @Override
    public int configurationIndex() {
        return Math.clamp(fragment.header().descriptionIndex() - 1, 0, Integer.MAX_VALUE);
    }
}
